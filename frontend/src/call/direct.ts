import type { VoiceToken } from '@viva/client';
import { retryAfter } from '@viva/client/toolkit';
import { trouble, type Trouble } from '../api/problems';
import { CallError, callTrouble } from './troubles';

const DEADLINE_MS = 20_000;
const SDP = 'application/sdp';

/**
 * Mode `direct`: sends the offer to the voice service itself and answers with its SDP, byte for byte. It sends this call's
 * token and no other header, since the browser's CORS check would refuse one. A failure is described by its status, in the
 * page's own words.
 */
export async function connectDirectly(token: VoiceToken, offer: string, ask: typeof fetch): Promise<string> {
  if (!token.connectUrl) throw new CallError(trouble('upstream_rejected', { status: 502 }));
  const reply = await ask(token.connectUrl, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token.rtcToken}`, 'Content-Type': SDP },
    body: new TextEncoder().encode(offer),
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(DEADLINE_MS),
  }).catch(() => {
    throw new CallError(callTrouble('voice_unreachable'));
  });
  if (!reply.ok) throw new CallError(refusal(reply));
  const answer = await reply.text().catch(() => '');
  if (!answer.startsWith('v=')) throw new CallError(trouble('upstream_rejected', { status: 502 }));
  return answer;
}

/** Maps a status to the trouble that Viva would report for it, so that the same retry rules apply. */
function refusal({ status, headers }: Response): Trouble {
  const retryAfterS = retryAfter(
    headers.get('Retry-After'),
    Date.parse(headers.get('Date') ?? '') || Date.now(),
  );
  const wait = retryAfterS !== undefined && { retryAfterS };
  if (status === 401 || status === 403) return trouble('rtc_token_required', { status: 412 });
  if (status === 429) return callTrouble('voice_busy', { status, ...wait });
  if (status === 408 || status >= 500) return trouble('upstream_unavailable', { status: 503, ...wait });
  return trouble('upstream_rejected', { status: 502 });
}
