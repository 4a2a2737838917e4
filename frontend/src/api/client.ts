import {
  CasesApi,
  CataloguesApi,
  DeploymentApi,
  configurationOf,
  ExaminationApi,
  ServerClock,
  SessionsApi,
  TranscriptApi,
  TypedApi,
  VoiceApi,
  type Viva,
  type VivaOptions,
} from '@viva/client';

/** The service's clock: every instant of the service is compared with it, for the device's may be wrong. */
export const serverClock = new ServerClock();
const { fetch } = serverClock;
const open = configurationOf({ fetch });

/** What needs no credential: how the deployment works, the cases and tests to choose from, the voices. The service is the one that served the page. */
export const openApi: Pick<Viva, 'cases' | 'catalogues' | 'deployment' | 'voice'> = {
  cases: new CasesApi(open),
  catalogues: new CataloguesApi(open),
  deployment: new DeploymentApi(open),
  voice: new VoiceApi(open),
};

/** Starts encounters: as whoever the credential names, or as anyone without one. */
export function startApi(credential?: string): SessionsApi {
  return new SessionsApi(credential ? configurationOf({ grant: credential, fetch }) : open);
}

/** What opens a session: its grant, or a function that is asked at each request for a token that is renewed. */
export type Access = NonNullable<VivaOptions['grant']>;

/** The operations of one session. */
export type SessionApi = Pick<Viva, 'sessions' | 'voice' | 'typed' | 'examination' | 'transcript'>;

export function sessionApi(grant: Access): SessionApi {
  const configuration = configurationOf({ grant, fetch });
  return {
    sessions: new SessionsApi(configuration),
    voice: new VoiceApi(configuration),
    typed: new TypedApi(configuration),
    examination: new ExaminationApi(configuration),
    transcript: new TranscriptApi(configuration),
  };
}
