import { troubleOf, type Trouble } from '../api/problems';
import { isLoginOver } from '../identity/loginError';
import { deviceTrouble } from '../device/findDevice';
import { hasExpired, openedBy, type DeviceSession, type DeviceSessions } from '../device/sessions';
import type { Elsewhere } from './elsewhere';

export interface MySession extends DeviceSession {
  /** Begun in this browser, which can continue it. */
  readonly here: boolean;
}

export interface Mine {
  readonly sessions: readonly MySession[];
  /** Those of this device, or of others, are not read yet. */
  readonly reading: boolean;
  /** Whether those of other devices are in it. */
  readonly everywhere: boolean;
  /** Whether somebody is logged in, as far as this tab knows; those of other devices may be missing all the same. */
  readonly loggedIn: boolean;
  /** Why some are missing. */
  readonly trouble?: Trouble;
}

interface Sources {
  readonly sessions: Pick<DeviceSessions, 'all'>;
  readonly elsewhere: Pick<Elsewhere, 'all'>;
  /** The time by the service's clock; undefined until the first answer. */
  readonly serverNow: () => number | undefined;
}

/** What is known of one place: nothing while it is awaited. */
interface Part {
  readonly sessions?: readonly DeviceSession[] | undefined;
  readonly trouble?: Trouble;
}

/**
 * The encounters of this device and, of who is logged in, of every device; newest first. Never throws.
 *
 * @param show is given what is known before the rest is: neither place waits for the other
 */
export async function mySessions(
  { sessions, elsewhere, serverNow }: Sources,
  show: (mine: Mine) => void = () => undefined,
): Promise<Mine> {
  const parts: { device?: Part; account?: Part } = {};
  const look = () => mineOf(parts.device, parts.account, serverNow());
  const add = async (name: keyof typeof parts, part: Promise<Part>) => {
    parts[name] = await part;
    show(look());
  };
  await Promise.all([
    add('device', partOf(sessions.all(), deviceTrouble)),
    add('account', partOf(elsewhere.all(), troubleOf)),
  ]);
  return look();
}

/** Never throws. */
async function partOf(
  read: Promise<readonly DeviceSession[] | undefined>,
  why: (error: unknown) => Promise<Trouble>,
): Promise<Part> {
  try {
    return { sessions: await read };
  } catch (error) {
    return { trouble: await why(error) };
  }
}

function mineOf(device: Part | undefined, account: Part | undefined, now: number | undefined): Mine {
  const known = new Map<string, MySession>();
  for (const session of account?.sessions ?? []) known.set(session.sessionId, { ...session, here: false });
  for (const session of device?.sessions ?? []) {
    const other = known.get(session.sessionId);
    const endedAt = session.endedAt ?? other?.endedAt;
    // Its own grant would open it no more.
    const byAccount = other && hasExpired(session, now);
    const opened = byAccount ? openedBy(session, other) : session;
    known.set(session.sessionId, {
      ...opened,
      here: !byAccount,
      ...(endedAt !== undefined && { endedAt }),
    });
  }
  const trouble = device?.trouble ?? account?.trouble;
  const everywhere = account?.sessions !== undefined;
  return {
    sessions: [...known.values()].sort((a, b) => b.startedAt - a.startedAt),
    reading: !device || !account,
    everywhere,
    loggedIn: account?.trouble ? !isLoginOver(account.trouble) : everywhere,
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

/** Some attempts beside each other. */
export interface AttemptsPage<S> {
  /** Oldest first. */
  readonly attempts: readonly S[];
  /** The number of the first. */
  readonly first: number;
  /** Another one where other attempts are: what was read of some is not shown as that of others. */
  readonly key: string;
}

/** The last attempts, or those before the last `later`. */
export function attemptsOf<S extends DeviceSession>(newestFirst: readonly S[], later = 0): AttemptsPage<S> {
  const attempts = newestFirst.slice(later, later + MAX_ATTEMPTS).reverse();
  return {
    attempts,
    first: newestFirst.length - later - attempts.length + 1,
    key: attempts.map(({ sessionId }) => sessionId).join(),
  };
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
