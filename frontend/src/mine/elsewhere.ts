import type { DeviceSession } from '../device/sessions';
import { KEPT } from '../identity/identity';

/** The encounters that a student who is logged in began on other devices. */
export interface Elsewhere {
  all(): Promise<DeviceSession[] | undefined>;
  find(sessionId: string): Promise<DeviceSession | undefined>;
  /** What this device needs to continue one. */
  continueHere(sessionId: string): Promise<DeviceSession | undefined>;
}

/** Loads and asks nothing for who is not logged in. */
export function elsewhere(place: () => Storage = () => sessionStorage): Elsewhere {
  const account = async () => (isLoggedIn(place) ? (await import('./account')).openAccount() : undefined);
  return {
    all: async () => (await account())?.all(),
    find: async (sessionId) => (await account())?.find(sessionId),
    continueHere: async (sessionId) => (await account())?.continueHere(sessionId),
  };
}

/** Whether somebody may be logged in, in this tab. */
function isLoggedIn(place: () => Storage): boolean {
  try {
    return Object.keys(place()).some((key) => key.startsWith(`${KEPT}user:`));
  } catch {
    return false; // Storage is forbidden: nobody can have logged in.
  }
}
