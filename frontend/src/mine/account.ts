import {
  configurationOf,
  MeApi,
  SessionsApi,
  type PersonaView,
  type ScenarioView,
  type Session,
  type SessionEntry,
  type SessionPage,
} from '@viva/client';
import { openApi, serverClock, type Access } from '../api/client';
import type { DeviceSession, StoredSession } from '../device/sessions';
import { THE_PATIENT } from '../device/speaker';
import { openIdentity } from '../identity/openIdentity';

/** What the account of a student who is logged in needs. */
export interface AccountParts {
  /** What gives their own token, renewed when it has to be; undefined when nobody is logged in. */
  readonly login: () => Promise<(() => Promise<string>) | undefined>;
  /** Who is logged in. */
  readonly subject: () => Promise<string | undefined>;
  readonly mine: (token: Access, cursor: string | undefined) => Promise<SessionPage>;
  readonly session: (token: Access, sessionId: string) => Promise<Session>;
  /** A grant of the student, for a device that continues the encounter. */
  readonly grant: (token: Access, sessionId: string) => Promise<Granted>;
  readonly cases: () => Promise<{ scenarios: ScenarioView[]; personas: PersonaView[] }>;
  /** What the service has of the student, as it was sent. */
  readonly data: (token: Access) => Promise<string>;
}

interface Granted {
  readonly token: string;
  readonly expiresAt: Date;
  /** The exam that the encounter is an attempt at. */
  readonly examId?: string | undefined;
}

/** As long as a grant may be valid: the device that began the encounter has one for as long. */
const GRANT_MINUTES = 24 * 60;
/** More than anybody practises in a year. */
const MAX_PAGES = 5;

/** The encounters of a student who is logged in, from any device: their token serves for each like its grant. */
export class Account {
  constructor(private readonly parts: AccountParts) {}

  /** Newest first; undefined when nobody is logged in. */
  async all(): Promise<DeviceSession[] | undefined> {
    const token = await this.parts.login();
    if (token === undefined) return undefined;
    const [cases, entries] = await Promise.all([this.parts.cases(), this.read(token)]);
    return entries.map((entry) => ({ ...asOnDevice(entry, cases), grant: token }));
  }

  /** Undefined when nobody is logged in. */
  async find(sessionId: string): Promise<DeviceSession | undefined> {
    const token = await this.parts.login();
    if (token === undefined) return undefined;
    const [cases, session] = await Promise.all([this.parts.cases(), this.parts.session(token, sessionId)]);
    return { ...asOnDevice(session, cases), grant: token };
  }

  /** As if it had begun here; undefined when nobody is logged in. */
  async continueHere(sessionId: string): Promise<StoredSession | undefined> {
    const token = await this.parts.login();
    if (token === undefined) return undefined;
    const [owner, cases, session, grant] = await Promise.all([
      this.parts.subject(),
      this.parts.cases(),
      this.parts.session(token, sessionId),
      this.parts.grant(token, sessionId),
    ]);
    const { inputLanguage, replyLanguage } = session;
    return {
      ...asOnDevice(session, cases),
      grant: grant.token,
      grantExpiresAt: grant.expiresAt.getTime(),
      ...(owner && { owner }),
      ...(grant.examId && { examId: grant.examId }),
      ...(inputLanguage && { inputLanguage }),
      ...(replyLanguage && { replyLanguage }),
    };
  }

  /** What the service has of the student, as JSON; undefined when nobody is logged in. */
  async data(): Promise<string | undefined> {
    const token = await this.parts.login();
    if (token === undefined) return undefined;
    const sent = await this.parts.data(token);
    JSON.parse(sent); // What ends early is no copy of one's data: better none than half of it.
    return sent;
  }

  private async read(token: Access): Promise<SessionEntry[]> {
    const entries: SessionEntry[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const { sessions, nextCursor } = await this.parts.mine(token, cursor);
      entries.push(...sessions);
      if (nextCursor === undefined) break;
      cursor = nextCursor;
    }
    return entries;
  }
}

/** What the service knows of an encounter, as if it had begun here; a case that is not offered any more has its id. */
function asOnDevice(
  entry: Pick<
    Session,
    | 'sessionId'
    | 'scenarioId'
    | 'personaId'
    | 'roleId'
    | 'participant'
    | 'createdAt'
    | 'deadlineAt'
    | 'endedAt'
  >,
  { scenarios, personas }: Awaited<ReturnType<AccountParts['cases']>>,
): Omit<DeviceSession, 'grant'> {
  const { sessionId, scenarioId, personaId, roleId, participant, createdAt, deadlineAt, endedAt } = entry;
  const scenario = scenarios.find((one) => one.scenarioId === scenarioId);
  const role = scenario?.roles.find((one) => one.roleId === roleId);
  return {
    sessionId,
    grantExpiresAt: Number.MAX_SAFE_INTEGER,
    personaName: personas.find((one) => one.personaId === personaId)?.name ?? THE_PATIENT,
    scenarioId,
    personaId,
    scenarioTitle: scenario?.title ?? scenarioId,
    scenarioCode: scenario?.code ?? '',
    briefing: scenario?.briefing ?? '',
    ...(scenario && { task: scenario.task, region: scenario.region }),
    startedAt: createdAt.getTime(),
    deadlineAt: deadlineAt.getTime(),
    ...(role && { speaker: { name: role.name, title: role.title } }),
    ...(participant && { participant }),
    ...(endedAt && { endedAt: endedAt.getTime() }),
  };
}

const DEADLINE_MS = 15_000;
/** It is everything that was ever said. */
const DATA_DEADLINE_MS = 120_000;
const init = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });
const api = (grant: Access) => configurationOf({ grant, fetch: serverClock.fetch });

/** The account of who is logged in at this deployment, in this tab. */
export function openAccount(): Account {
  const find = async () => {
    const { oidc } = await openApi.deployment.getDeployment(init());
    return oidc && openIdentity(oidc);
  };
  return new Account({
    login: async () => {
      const identity = await find();
      return identity && (await identity.finishLogin()) ? () => identity.token() : undefined;
    },
    subject: async () => (await find())?.subject(),
    mine: (token, cursor) =>
      new MeApi(api(token)).listMySessions({ limit: 200, ...(cursor && { cursor }) }, init()),
    session: (token, sessionId) => new SessionsApi(api(token)).getSession({ sessionId }, init()),
    grant: async (token, sessionId) => {
      const granted = await new SessionsApi(api(token)).createGrant(
        { sessionId, newGrant: { role: 'student', minutes: GRANT_MINUTES } },
        init(),
      );
      return { token: granted.accessToken, expiresAt: granted.accessExpiresAt, examId: granted.examId };
    },
    data: async (token) => {
      const signal = AbortSignal.timeout(DATA_DEADLINE_MS);
      const { raw } = await new MeApi(api(token)).exportMyDataRaw({ signal });
      return raw.text();
    },
    cases: async () => {
      const [{ scenarios }, { personas }] = await Promise.all([
        openApi.cases.listScenarios({}, init()),
        openApi.cases.listPersonas({}, init()),
      ]);
      return { scenarios, personas };
    },
  });
}
