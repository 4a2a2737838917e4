import {
  CasesApi,
  CataloguesApi,
  Configuration,
  DeploymentApi,
  ExaminationApi,
  OperationsApi,
  SessionsApi,
  TranscriptApi,
  TypedApi,
  VoiceApi,
  type TranscriptLine,
} from './api/index.js';
import { unlessAborted } from './time/within.js';
import { withoutSlash } from './wire/address.js';

export interface VivaOptions {
  /** Where the service is, as `https://host`; the page's own origin when absent. */
  readonly url?: string;
  /**
   * The `access_token` of one session, or what else opens the operations; a function is asked at each request. It
   * travels in the Authorization header and nowhere else.
   */
  readonly grant?: string | (() => string | Promise<string>);
  readonly fetch?: typeof fetch;
}

/** The operations of a service, by feature. Those of a session need its grant. */
export interface Viva {
  readonly cases: CasesApi;
  readonly catalogues: CataloguesApi;
  readonly sessions: SessionsApi;
  readonly voice: VoiceApi;
  readonly typed: TypedApi;
  readonly examination: ExaminationApi;
  readonly transcript: TranscriptApi;
  readonly deployment: DeploymentApi;
  readonly operations: OperationsApi;
}

/** For pages that count bytes: what a generated class needs, such as `new SessionsApi(configurationOf({ grant }))`. */
export function configurationOf({ url = '', grant, fetch }: VivaOptions = {}): Configuration {
  // Without a base path the generated default would apply: a host derived from the contract's relative server.
  return new Configuration({
    basePath: withoutSlash(url),
    ...(grant !== undefined && { accessToken: typeof grant === 'string' ? () => grant : grant }),
    ...(fetch && { fetchApi: fetch }),
  });
}

/** The client that is generated from the contract, for one service and, with a grant, for one session. */
export function viva(options: VivaOptions = {}): Viva {
  const configuration = configurationOf(options);
  return {
    cases: new CasesApi(configuration),
    catalogues: new CataloguesApi(configuration),
    sessions: new SessionsApi(configuration),
    voice: new VoiceApi(configuration),
    typed: new TypedApi(configuration),
    examination: new ExaminationApi(configuration),
    transcript: new TranscriptApi(configuration),
    deployment: new DeploymentApi(configuration),
    operations: new OperationsApi(configuration),
  };
}

/** The function of the grant counts: it knows no signal, and may never answer. */
const DEADLINE_MS = 20_000;

/** A call: the SDP answer, and its number in the session, if the service says it. */
export interface ConnectedCall {
  readonly answer: string;
  readonly callNumber: number | undefined;
}

/**
 * Connects the call. SDP goes as bytes both ways: a text that is trimmed or re-encoded on its way is no longer valid. A
 * `call_started` event with a greater number than this call's says that the encounter continues in another call.
 */
export async function connectCall(
  api: Pick<Viva, 'voice'>,
  sessionId: string,
  offer: string,
  rtcToken: string,
): Promise<ConnectedCall> {
  const body = new Blob([offer], { type: 'application/sdp' });
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const asked = api.voice.exchangeSdpRaw({ sessionId, body, xRtcToken: rtcToken }, { signal });
  const { raw } = await unlessAborted(signal, asked);
  return { answer: await raw.text(), callNumber: numberIn(raw.headers, 'X-Call-Number') };
}

/** Connects the call like `connectCall`, and answers with the SDP answer alone. */
export async function exchangeSdp(...call: Parameters<typeof connectCall>): Promise<string> {
  return (await connectCall(...call)).answer;
}

/**
 * Shows followers a line that is still being said; the service does not store it. `followers`: how many event streams the
 * session has, including the sender's own; undefined if the service does not say. While nobody else follows, send none, or
 * one every few seconds to check again.
 */
export async function relayPartial(
  api: Pick<Viva, 'transcript'>,
  sessionId: string,
  line: Omit<TranscriptLine, 'isFinal'>,
  init: RequestInit = {},
): Promise<{ followers: number | undefined }> {
  const transcriptLine = { ...line, isFinal: false };
  const { raw } = await api.transcript.relayTranscriptRaw({ sessionId, transcriptLine }, init);
  return { followers: numberIn(raw.headers, 'X-Followers') };
}

function numberIn(headers: Headers, name: string): number | undefined {
  const header = headers.get(name);
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}

/** The forms of a transcript: a printable page, plain text, or JSON of the contract's `Transcript`. */
export type TranscriptForm = 'text/html' | 'text/plain' | 'application/json';

/** The transcript in the form asked for; the generated client leaves the choice of `Accept` to its caller. */
export async function readTranscript(
  api: Pick<Viva, 'transcript'>,
  sessionId: string,
  form: TranscriptForm,
): Promise<string> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const asked = api.transcript.getTranscriptRaw({ sessionId }, async ({ init }) => ({
    headers: { ...init.headers, Accept: form },
    signal,
  }));
  const reply = await unlessAborted(signal, asked);
  return reply.raw.text();
}
