import type { DeviceSession, StoredSession } from '../device/sessions';
import { KEPT } from '../identity/identity';
import { LoginError } from '../identity/loginError';
import { openAccount } from './account';

/** The encounters that a student who is logged in began on other devices. */
export interface Elsewhere {
  all(): Promise<DeviceSession[] | undefined>;
  find(sessionId: string): Promise<DeviceSession | undefined>;
  /** What this device needs to continue one. */
  continueHere(sessionId: string): Promise<StoredSession | undefined>;
  /** What the service has of them, as JSON. Throws in words when nobody is logged in any more. */
  data(): Promise<string>;
}

/** Asks nothing for who is not logged in. */
export function elsewhere(place: () => Storage = () => sessionStorage): Elsewhere {
  const account = () => (isLoggedIn(place) ? openAccount() : undefined);
  return {
    all: async () => account()?.all(),
    find: async (sessionId) => account()?.find(sessionId),
    continueHere: async (sessionId) => account()?.continueHere(sessionId),
    data: async () => {
      const data = await account()?.data();
      if (data === undefined) throw new LoginError('login_needed');
      return data;
    },
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
