import type { Clock } from '@viva/client';
import { within } from '@viva/client/toolkit';
import type { DeviceSession, DeviceSessions } from '../device/sessions';

/** A browser whose storage hangs keeps nobody from beginning. */
const READ_WITHIN_MS = 2_000;

/**
 * The attempts at an exam that this device knows, which may be several students'. Never throws: a second attempt is
 * refused in words.
 *
 * @param onLate is given them when nobody waits for them any more
 */
export async function readBegun(
  sessions: Pick<DeviceSessions, 'all'>,
  examId: string,
  clock: Clock,
  onLate: (begun: readonly DeviceSession[]) => void,
): Promise<readonly DeviceSession[]> {
  const read = sessions.all().then((all) => all.filter((one) => one.examId === examId));
  try {
    return await within(clock, READ_WITHIN_MS, read, onLate);
  } catch {
    return [];
  }
}
