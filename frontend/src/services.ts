import { openOutbox, type Outbox } from '@viva/client';
import { openApi, serverClock, sessionApi, startApi } from './api/client';
import { forgetEncounters, type Device } from './device/forget';
import { DeviceSessions } from './device/sessions';
import { elsewhere, type Elsewhere } from './mine/elsewhere';

/** What the screens share: this device's storage and the access to the service. */
export interface Services {
  readonly sessions: DeviceSessions;
  readonly outbox: Outbox;
  /** The encounters of who is logged in, begun on other devices. */
  readonly elsewhere: Elsewhere;
  readonly cases: typeof openApi.cases;
  readonly catalogues: typeof openApi.catalogues;
  readonly voices: typeof openApi.voice;
  readonly deployments: typeof openApi.deployment;
  readonly startApi: typeof startApi;
  readonly sessionApi: typeof sessionApi;
  /** The time by the service's clock; undefined until the first answer. */
  readonly serverNow: () => number | undefined;
}

/** How long the first screen waits for the service's time. */
const TIME_DEADLINE_MS = 2_000;

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
    now: serverNow,
  });
  await learnTime();
  const now = serverNow();
  // A failed clean-up must not break the page.
  if (now !== undefined) void forgetExpired({ sessions, outbox, serverNow }, now).catch(() => undefined);
  const { cases, catalogues, voice: voices, deployment: deployments } = openApi;
  const others = elsewhere();
  return {
    sessions,
    elsewhere: others,
    outbox,
    cases,
    catalogues,
    voices,
    deployments,
    startApi,
    sessionApi,
    serverNow,
  };
}

function serverNow(): number | undefined {
  return serverClock.known ? serverClock.now() : undefined;
}

/** Never throws: while the service does not answer, nothing on this device counts as expired. */
async function learnTime(): Promise<void> {
  const signal = AbortSignal.timeout(TIME_DEADLINE_MS);
  await serverClock.fetch('/health/live', { signal }).catch(() => undefined);
}

/** Forgets sessions whose grant has expired, with the lines of theirs that nothing can send any more. */
async function forgetExpired(device: Device, now: number): Promise<void> {
  await forgetEncounters(device, await device.sessions.expired(now));
}
