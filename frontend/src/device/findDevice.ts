import { LateError } from '@viva/client/toolkit';
import { trouble, troubleOf, type Trouble } from '../api/problems';
import type { Elsewhere } from '../mine/elsewhere';
import { hasExpired, openedBy, type DeviceSession, type DeviceSessions } from './sessions';

/** What this device knows about a session: exactly one of the three. */
export interface Found {
  readonly device?: DeviceSession;
  /** This device has no grant for it. */
  readonly unknown?: boolean;
  /** This device's storage cannot be read. */
  readonly trouble?: Trouble;
}

/** A browser can leave a question to its storage unanswered. */
const SILENT = 'This browser does not say what it keeps. Close other tabs of this page, then try again.';

interface Account {
  /** Where to look for one that did not begin here, or whose grant has expired. */
  readonly elsewhere?: Pick<Elsewhere, 'find'>;
  /** The time by the service's clock; undefined until the first answer. */
  readonly serverNow?: () => number | undefined;
}

/**
 * Looks a session up on this device. Never throws.
 *
 * @param account the student's, where the session is to be read only
 */
export async function findDevice(
  sessions: Pick<DeviceSessions, 'find'>,
  sessionId: string,
  { elsewhere, serverNow }: Account = {},
): Promise<Found> {
  try {
    const kept = await sessions.find(sessionId);
    if (kept && !hasExpired(kept, serverNow?.())) return { device: kept };
    const found = await elsewhere?.find(sessionId).catch((error: unknown) => {
      if (!kept) throw error;
      return undefined; // What this device keeps of it can be read all the same, as lines that were not sent.
    });
    const device = kept && found ? openedBy(kept, found) : (kept ?? found);
    return device ? { device } : { unknown: true };
  } catch (error) {
    return { trouble: await deviceTrouble(error) };
  }
}

/** Why what this device keeps could not be read. Never throws. */
export async function deviceTrouble(error: unknown): Promise<Trouble> {
  if (error instanceof LateError) return trouble('device_silent', { words: SILENT });
  return troubleOf(error);
}
