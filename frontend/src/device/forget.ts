import type { Outbox } from '@viva/client';
import type { DeviceSession, DeviceSessions } from './sessions';
import { forgetDraftsOf } from './tabOf';

export interface Device {
  readonly sessions: DeviceSessions;
  readonly outbox: Outbox;
  /** The time by the service's clock; undefined until the first answer. */
  readonly serverNow: () => number | undefined;
}

/** The encounters that stay on this device. */
export interface Staying {
  /** Something of them is sent yet. */
  readonly waiting: readonly DeviceSession[];
  /** They have lines that the service refused: somebody has to remove those. */
  readonly refused: readonly DeviceSession[];
}

/**
 * Forgets encounters, except those with lines that the service has not stored. With them once their grant has expired:
 * nothing can be sent any more. Answers what stays.
 */
export async function forgetEncounters(
  { sessions, outbox, serverNow }: Device,
  these: readonly DeviceSession[],
): Promise<Staying> {
  const unsent = new Set(await outbox.sessions());
  const now = serverNow();
  const waiting: DeviceSession[] = [];
  const refused: DeviceSession[] = [];
  for (const session of these) {
    const { sessionId, grantExpiresAt } = session;
    const entries = unsent.has(sessionId) ? (await outbox.pending(sessionId)).entries : [];
    if (unsent.has(sessionId) && (now === undefined || now < grantExpiresAt)) {
      (entries.some(({ state }) => state === 'attention') ? refused : waiting).push(session);
      continue;
    }
    for (const entry of entries) await outbox.discard(entry);
    await outbox.forget(sessionId);
    await sessions.forget(sessionId);
    forgetDraftsOf(sessionId);
  }
  return { waiting, refused };
}
