import { openOutbox, type Outbox } from '@viva/client';
import { openApi, sessionApi } from './api/client';
import { DeviceSessions } from './device/sessions';

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
  const outbox = await openOutbox({
    apiOf: async (sessionId) => {
      const device = await sessions.find(sessionId);
      return device && sessionApi(device.grant).transcript;
    },
    typedApiOf: async (sessionId) => {
      const device = await sessions.find(sessionId);
      return device && sessionApi(device.grant).typed;
    },
  });
  // Tidying up takes nobody's page away, however it ends.
  void forgetExpired(sessions, outbox).catch(() => undefined);
  return { sessions, outbox, cases: openApi.cases, start: openApi.sessions, sessionApi };
}

/** Grants that ran out open nothing any more; the sessions that still have lines here stay, so that they can be seen. */
async function forgetExpired(sessions: DeviceSessions, outbox: Outbox): Promise<void> {
  const withLines = new Set(await outbox.sessions());
  for (const { sessionId } of await sessions.expired(Date.now())) {
    if (withLines.has(sessionId)) continue;
    await outbox.forget(sessionId);
    await sessions.forget(sessionId);
  }
}
