import type { VoiceToken } from '@viva/client';
import { retryAfter } from '@viva/client/toolkit';
import { trouble, type Trouble } from '../api/problems';
import { CallError, callTrouble } from './troubles';

const DEADLINE_MS = 20_000;
const SDP = 'application/sdp';

/**
 * Mode `direct`: takes the offer to the voice service itself and answers its SDP, byte for byte. It gets the token that
 * was made for this call and nothing else: browsers let no other header through to it. What it says of a failure is its
 * own business, so only the status is told, in our words.
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

/** A status is told as this service would have told it, so that a try that can help is made and no other. */
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
