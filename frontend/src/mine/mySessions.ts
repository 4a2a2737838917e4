import { troubleOf, type Trouble } from '../api/problems';
import { isLoginOver } from '../identity/loginError';
import type { DeviceSession, DeviceSessions } from '../device/sessions';
import type { Elsewhere } from './elsewhere';

export interface MySession extends DeviceSession {
  /** Begun in this browser, which can continue it. */
  readonly here: boolean;
}

export interface Mine {
  readonly sessions: readonly MySession[];
  /** Whether those of other devices are in it. */
  readonly everywhere: boolean;
  /** Whether somebody is logged in, as far as this tab knows; those of other devices may be missing all the same. */
  readonly loggedIn: boolean;
  /** Why some are missing. */
  readonly trouble?: Trouble;
}

/** The encounters of this device and, of who is logged in, of every device; newest first. Never throws. */
export async function mySessions(services: {
  readonly sessions: Pick<DeviceSessions, 'all'>;
  readonly elsewhere: Pick<Elsewhere, 'all'>;
}): Promise<Mine> {
  const [device, account] = await Promise.allSettled([services.sessions.all(), services.elsewhere.all()]);
  const here = device.status === 'fulfilled' ? device.value : [];
  const everywhere = account.status === 'fulfilled' ? account.value : undefined;
  const known = new Map<string, MySession>();
  for (const session of everywhere ?? []) known.set(session.sessionId, { ...session, here: false });
  for (const session of here) {
    const endedAt = session.endedAt ?? known.get(session.sessionId)?.endedAt;
    known.set(session.sessionId, { ...session, here: true, ...(endedAt !== undefined && { endedAt }) });
  }
  const troubles = await Promise.all(
    [device, account].map((one) => (one.status === 'rejected' ? troubleOf(one.reason) : undefined)),
  );
  const [, noAccount] = troubles;
  const trouble = troubles.find((one) => one !== undefined);
  return {
    sessions: [...known.values()].sort((a, b) => b.startedAt - a.startedAt),
    everywhere: everywhere !== undefined,
    loggedIn: noAccount ? !isLoginOver(noAccount) : everywhere !== undefined,
    ...(trouble && { trouble }),
  };
}

/** Without the service's time, nothing counts as past its deadline. */
export function isOver({ endedAt, deadlineAt }: DeviceSession, now: number): boolean {
  return endedAt !== undefined || deadlineAt <= now;
}

/** How many attempts stand beside each other. */
export const MAX_ATTEMPTS = 4;

/** The attempts of a case that are over, newest first. */
export function overOf<S extends DeviceSession>(
  sessions: readonly S[],
  scenarioId: string,
  now: number,
): S[] {
  return sessions.filter((session) => session.scenarioId === scenarioId && isOver(session, now));
}

/** Some attempts, oldest first: the last ones, or those before the last `later`. */
export function attemptsOf<S>(newestFirst: readonly S[], later = 0): S[] {
  return newestFirst.slice(later, later + MAX_ATTEMPTS).reverse();
}

/** The cases with several attempts, as they are listed. */
export function repeated(
  sessions: readonly DeviceSession[],
  now: number,
): { scenarioId: string; title: string; code: string; attempts: number }[] {
  const cases = new Map(
    sessions.flatMap((session) => (session.scenarioId ? [[session.scenarioId, session] as const] : [])),
  );
  return [...cases].flatMap(([scenarioId, { scenarioTitle: title, scenarioCode: code }]) => {
    const attempts = overOf(sessions, scenarioId, now).length;
    return attempts > 1 ? [{ scenarioId, title, code, attempts }] : [];
  });
}
