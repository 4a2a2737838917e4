import type { VoiceToken } from '@viva/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectDirectly } from './direct';
import { callTroubleOf } from './troubles';

const OFFER = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=ü\r\n';
const ANSWER = 'v=0\r\no=- 3 4 IN IP4 127.0.0.1\r\na=end\r\n';
const TOKEN = {
  mode: 'direct',
  rtcToken: 'ek_secret',
  connectUrl: 'https://voice.example/v1/realtime/calls',
} as VoiceToken;

let asked: Request | undefined;
let answer: () => Response | Promise<Response>;
const ask = (async (input: RequestInfo | URL, init?: RequestInit) => {
  asked = new Request(input, init);
  return answer();
}) as typeof fetch;

const connect = (token = TOKEN) => connectDirectly(token, OFFER, ask);
const troubleWhen = (reply: typeof answer, token = TOKEN) => {
  answer = reply;
  return connect(token).then(() => undefined, callTroubleOf);
};

beforeEach(() => {
  asked = undefined;
  answer = () => new Response(ANSWER, { status: 201, headers: { 'Content-Type': 'application/sdp' } });
});

describe('a call that the browser connects by itself', () => {
  it('carries SDP byte for byte both ways, the final CRLF included', async () => {
    expect(await connect()).toBe(ANSWER);
    expect(asked?.url).toBe(TOKEN.connectUrl);
    expect(asked?.method).toBe('POST');
    expect(await asked?.text()).toBe(OFFER);
  });

  it('sends its token and content type, and no other header', async () => {
    await connect();
    expect(Object.fromEntries(asked!.headers)).toEqual({
      authorization: 'Bearer ek_secret',
      'content-type': 'application/sdp',
    });
    expect(asked?.credentials).toBe('omit');
  });

  it.each([
    [400, 'upstream_rejected', 502],
    [401, 'rtc_token_required', 412],
    [403, 'rtc_token_required', 412],
    [404, 'upstream_rejected', 502],
    [429, 'voice_busy', 429],
    [500, 'upstream_unavailable', 503],
    [529, 'upstream_unavailable', 503],
  ])('maps a refusal with %i to %s', async (status, code, told) => {
    const reply = () => new Response('{"error": {"message": "of the provider"}}', { status });
    const trouble = await troubleWhen(reply);
    expect(trouble).toMatchObject({ code, status: told });
    expect(trouble?.words).not.toContain('of the provider');
  });

  it('waits as long as it is asked to', async () => {
    const reply = () => new Response('', { status: 429, headers: { 'Retry-After': '7' } });
    expect(await troubleWhen(reply)).toMatchObject({ retryAfterS: 7 });
  });

  it('explains that the voice service is unreachable, and may try again', async () => {
    const trouble = await troubleWhen(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(trouble).toMatchObject({ code: 'voice_unreachable', status: 0 });
  });

  it('accepts neither a proxy’s page as an answer nor a token without an address', async () => {
    const page = () => new Response('<html>Sign in', { status: 200 });
    expect(await troubleWhen(page)).toMatchObject({ code: 'upstream_rejected' });
    const nowhere = { mode: 'direct', rtcToken: 'ek_secret' } as VoiceToken;
    expect(await troubleWhen(page, nowhere)).toMatchObject({ code: 'upstream_rejected' });
  });
});
