import { openApi, sessionApi } from './api/client';
import { DeviceSessions } from './device/sessions';
import { browserLocks, tabBus } from './outbox/locks';
import { Outbox } from './outbox/outbox';
import { sendWith } from './outbox/send';
import { OutboxStore } from './outbox/store';
import { systemClock } from './time/clock';

/** What the screens share: what this device keeps, and the way to the service. */
export interface Services {
  readonly sessions: DeviceSessions;
  readonly outbox: Outbox;
  readonly cases: typeof openApi.cases;
  readonly start: typeof openApi.sessions;
  readonly sessionApi: typeof sessionApi;
}

export async function openServices(): Promise<Services> {
  const sessions = await DeviceSessions.open();
  const store = await OutboxStore.open();
  const outbox = new Outbox({
    store,
    send: sendWith(async (id) => (await sessions.find(id))?.grant),
    locks: browserLocks,
    bus: tabBus('viva-outbox'),
    clock: systemClock,
    random: Math.random,
  });
  await forgetExpired(sessions, store);
  // Lines of an earlier visit go out wherever the student is now, and again when the network is back.
  void outbox.kickAll();
  addEventListener('online', () => void outbox.kickAll());
  return { sessions, outbox, cases: openApi.cases, start: openApi.sessions, sessionApi };
}

/** Grants that ran out open nothing any more; the sessions that still have lines here stay, so that they can be seen. */
async function forgetExpired(sessions: DeviceSessions, store: OutboxStore): Promise<void> {
  const withLines = new Set(await store.sessions());
  for (const { sessionId } of await sessions.expired(Date.now())) {
    if (withLines.has(sessionId)) continue;
    await store.forget(sessionId);
    await sessions.forget(sessionId);
  }
}
