import type { Outbox } from '@viva/client';
import type { DeviceSession, DeviceSessions } from './sessions';
import { forgetDraftsOf } from './tabOf';

export interface Device {
  readonly sessions: DeviceSessions;
  readonly outbox: Outbox;
}

/** Forgets encounters, except those that still have lines on this device; answers how many stay. */
export async function forgetEncounters(
  { sessions, outbox }: Device,
  these: readonly DeviceSession[],
): Promise<number> {
  const withLines = new Set(await outbox.sessions());
  const settled = these.filter(({ sessionId }) => !withLines.has(sessionId));
  for (const { sessionId } of settled) {
    await outbox.forget(sessionId);
    await sessions.forget(sessionId);
    forgetDraftsOf(sessionId);
  }
  return these.length - settled.length;
}
