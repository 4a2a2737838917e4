import {
  CasesApi,
  configurationOf,
  ExaminationApi,
  readTranscript,
  ResponseError,
  SessionsApi,
  systemClock,
  TranscriptApi,
  VoiceApi,
  type CaseMedia,
  type Configuration,
  type EndSummary,
  type Follower,
  type FollowOptions,
  type ListSessionsRequest,
  type ObserverGrant,
  type PersonaView,
  type ScenarioView,
  type Session,
  type SessionPage,
  type TranscriptForm,
  type VoiceInstructions,
} from '@viva/client';
import { serverClock } from '../api/client';
import { followSession } from '../api/followSession';

/** Asked before each request and each connection of a stream. */
export type Token = () => string | Promise<string>;

export interface Listed {
  readonly page: SessionPage;
  readonly etag: string | undefined;
}

export type Listing = Omit<ListSessionsRequest, 'ifNoneMatch'>;

/** What a follower needs of the event stream. */
export type Follow = (on: Pick<FollowOptions, 'sessionId' | 'afterSeq' | 'onEvent' | 'onState'>) => Follower;

/** What the faculty pages ask of the service. */
export interface FacultyApi {
  /** Undefined when the page is still the one with that ETag. */
  list(listing: Listing, etag?: string): Promise<Listed | undefined>;
  session(sessionId: string): Promise<Session>;
  end(sessionId: string): Promise<EndSummary>;
  erase(sessionId: string): Promise<void>;
  letWatch(sessionId: string, minutes: number): Promise<ObserverGrant>;
  instructions(sessionId: string): Promise<VoiceInstructions>;
  transcript(sessionId: string, form: TranscriptForm): Promise<string>;
  /** The case as it was when the session began; of a service of an earlier version, the case with its patient. */
  sheet(session: Pick<Session, 'sessionId' | 'scenarioId' | 'personaId'>): Promise<string>;
  media(sessionId: string, mediaId: string): Promise<CaseMedia>;
  cases(): Promise<{ scenarios: ScenarioView[]; personas: PersonaView[] }>;
  readonly follow: Follow;
  /** For what only some screens ask, and load with what they need. */
  readonly configuration: Configuration;
}

const DEADLINE_MS = 15_000;

const within = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });

export function facultyApi(token: Token): FacultyApi {
  const configuration = configurationOf({ grant: token, fetch: serverClock.fetch });
  const sessions = new SessionsApi(configuration);
  const voice = new VoiceApi(configuration);
  const cases = new CasesApi(configuration);
  const transcript = new TranscriptApi(configuration);
  const examination = new ExaminationApi(configuration);
  return {
    list: (listing, etag) => list(sessions, listing, etag),
    session: (sessionId) => sessions.getSession({ sessionId }, within()),
    end: (sessionId) => sessions.endSession({ sessionId }, within()),
    erase: (sessionId) => sessions.eraseSession({ sessionId }, within()),
    letWatch: (sessionId, minutes) => sessions.createGrant({ sessionId, newGrant: { minutes } }, within()),
    instructions: (sessionId) => voice.getInstructions({ sessionId }, within()),
    transcript: (sessionId, form) => readTranscript({ transcript }, sessionId, form),
    sheet: ({ sessionId, scenarioId, personaId }) =>
      cases.getCaseSheet({ scenarioId, personaId, sessionId }, within()),
    media: (sessionId, mediaId) => examination.getMedia({ sessionId, mediaId }, within()),
    cases: async () => {
      const [{ scenarios }, { personas }] = await Promise.all([
        cases.listScenarios({}, within()),
        cases.listPersonas({}, within()),
      ]);
      return { scenarios, personas };
    },
    configuration,
    follow: (on) => followSession({ ...on, grant: token, clock: systemClock }),
  };
}

async function list(sessions: SessionsApi, listing: Listing, etag?: string): Promise<Listed | undefined> {
  try {
    const request = { ...listing, ...(etag !== undefined && { ifNoneMatch: etag }) };
    const reply = await sessions.listSessionsRaw(request, within());
    return { page: await reply.value(), etag: reply.raw.headers.get('ETag') ?? undefined };
  } catch (error) {
    if (error instanceof ResponseError && error.response.status === 304) return undefined;
    throw error;
  }
}
