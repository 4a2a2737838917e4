import { LateError } from '@viva/client/toolkit';
import { trouble, troubleOf, type Trouble } from '../api/problems';
import type { Elsewhere } from '../mine/elsewhere';
import type { DeviceSession, DeviceSessions } from './sessions';

/** What this device knows about a session: exactly one of the three. */
export interface Found {
  readonly device?: DeviceSession;
  /** This device has no grant for it. */
  readonly unknown?: boolean;
  /** This device's storage cannot be read. */
  readonly trouble?: Trouble;
}

/** A browser can leave a question to its storage unanswered. */
const SILENT =
  'This browser does not say what it keeps of this encounter. Close other tabs of this page, then try again.';

/**
 * Looks a session up on this device. Never throws.
 *
 * @param elsewhere where to look for one that did not begin here, to be read
 */
export async function findDevice(
  sessions: Pick<DeviceSessions, 'find'>,
  sessionId: string,
  elsewhere?: Pick<Elsewhere, 'find'>,
): Promise<Found> {
  try {
    const device = (await sessions.find(sessionId)) ?? (await elsewhere?.find(sessionId));
    return device ? { device } : { unknown: true };
  } catch (error) {
    if (error instanceof LateError) return { trouble: trouble('device_silent', { words: SILENT }) };
    return { trouble: await troubleOf(error) };
  }
}
