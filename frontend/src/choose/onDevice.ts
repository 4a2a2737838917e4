import type { Clock } from '@viva/client';
import { LateError, within } from '@viva/client/toolkit';
import { troubleOf, type Trouble } from '../api/problems';
import type { DeviceSession, DeviceSessions } from '../device/sessions';

/** What this device remembers of earlier encounters. */
export interface OnDevice {
  /** How often each case was practised. */
  readonly practised: ReadonlyMap<string, number>;
  /** Those that can be continued, newest first. */
  readonly open: readonly DeviceSession[];
  /** Why it could not be read. */
  readonly trouble?: Trouble;
}

/** A browser whose storage hangs keeps nobody from choosing a case. */
const READ_WITHIN_MS = 2_000;

/** Never throws. */
export async function readDevice(
  sessions: Pick<DeviceSessions, 'all' | 'open'>,
  now: number | undefined,
  clock: Clock,
): Promise<OnDevice> {
  try {
    const read = Promise.all([sessions.all(), sessions.open(now)]);
    const [all, open] = await within(clock, READ_WITHIN_MS, read);
    return { practised: timesOf(all), open };
  } catch (error) {
    const nothing = { practised: new Map<string, number>(), open: [] };
    // Left out: what came later would move the cases under a press.
    if (error instanceof LateError) return nothing;
    return { ...nothing, trouble: await troubleOf(error) };
  }
}

function timesOf(all: readonly DeviceSession[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { scenarioId: id } of all) if (id) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}
