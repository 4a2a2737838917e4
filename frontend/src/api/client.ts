import { CasesApi, Configuration, SessionsApi, TranscriptApi, VoiceApi } from '@viva/client';

// The generator makes a host out of the contract's relative server; the page asks the service that served it.
const basePath = '';
const open = new Configuration({ basePath });

/** What needs no grant: the cases to choose from, and starting an encounter. */
export const openApi = { cases: new CasesApi(open), sessions: new SessionsApi(open) };

/** The operations of one session. The grant travels in the Authorization header and nowhere else. */
export interface SessionApi {
  readonly sessions: SessionsApi;
  readonly voice: VoiceApi;
  readonly transcript: TranscriptApi;
}

export function sessionApi(grant: string): SessionApi {
  const configuration = new Configuration({ basePath, accessToken: () => grant });
  return {
    sessions: new SessionsApi(configuration),
    voice: new VoiceApi(configuration),
    transcript: new TranscriptApi(configuration),
  };
}

export type TranscriptForm = 'text/html' | 'text/plain' | 'application/json';

/** The transcript in the form asked for; the generated client leaves the choice of `Accept` to its caller. */
export async function readTranscript(api: SessionApi, sessionId: string, form: TranscriptForm) {
  const reply = await api.transcript.getTranscriptRaw({ sessionId }, async ({ init }) => ({
    headers: { ...init.headers, Accept: form },
    signal: AbortSignal.timeout(20_000),
  }));
  return reply.raw.text();
}

/** Connects the call. SDP goes as bytes both ways: a text that is trimmed or re-encoded on its way is no longer valid. */
export async function exchangeSdp(api: SessionApi, sessionId: string, offer: string, xRtcToken: string) {
  const body = new Blob([offer], { type: 'application/sdp' });
  const signal = AbortSignal.timeout(20_000);
  const answer = await api.voice.exchangeSdp({ sessionId, body, xRtcToken }, { signal });
  return answer.text();
}
