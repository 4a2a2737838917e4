import { expect, it, vi } from 'vitest';
import { connectCall, exchangeSdp, readTranscript, relayPartial, viva } from './viva.js';

const OFFER = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=ü\r\na=end\r\n';

/** A service that answers the same to everything, and keeps what was asked. */
function service(body: string | null, status = 200, type = 'text/plain', more: Record<string, string> = {}) {
  const requests: { url: string; headers: Headers; body: Uint8Array }[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = String(input);
    const request = new Request(new URL(url, 'http://localhost'), init);
    requests.push({ url, headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) });
    return new Response(body, { status, headers: { 'Content-Type': type, ...more } });
  };
  return { requests, fetch };
}

it('carries SDP byte for byte both ways, the final CRLF included', async () => {
  const { requests, fetch } = service(OFFER, 201, 'application/sdp');

  const answer = await exchangeSdp(viva({ grant: 'a-grant', fetch }), 'ses_1', OFFER, 'rtk_1');

  expect(requests[0]!.body).toEqual(new TextEncoder().encode(OFFER));
  expect(answer).toBe(OFFER);
  expect(requests[0]!.headers.get('Content-Type')).toBe('application/sdp');
  expect(requests[0]!.headers.get('X-Rtc-Token')).toBe('rtk_1');
});

it.each([
  [{ 'X-Call-Number': '2' }, 2],
  [{}, undefined],
])('tells the call’s number from %j', async (headers, callNumber) => {
  const { fetch } = service(OFFER, 201, 'application/sdp', headers);

  const call = await connectCall(viva({ fetch }), 'ses_1', OFFER, 'rtk_1');

  expect(call).toEqual({ answer: OFFER, callNumber });
});

it('waits for no grant that never comes', async () => {
  const late = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late);
  const api = viva({ grant: () => new Promise<string>(() => undefined), fetch: service('').fetch });

  await expect(exchangeSdp(api, 'ses_1', OFFER, 'rtk_1')).rejects.toHaveProperty('name', 'TimeoutError');
  await expect(readTranscript(api, 'ses_1', 'text/plain')).rejects.toHaveProperty('name', 'TimeoutError');
  timeout.mockRestore();
});

it('sends the grant in the header and not in the address', async () => {
  const { requests, fetch } = service('Student: Hello');

  await readTranscript(viva({ grant: 'a-grant', fetch }), 'ses_1', 'text/plain');

  expect(requests[0]!.headers.get('Authorization')).toBe('Bearer a-grant');
  expect(requests[0]!.headers.get('Accept')).toBe('text/plain');
  expect(requests[0]!.url).toBe('/api/v1/sessions/ses_1/transcript');
});

it.each(['https://viva.example', 'https://viva.example/'])('asks the service at %s', async (url) => {
  const { requests, fetch } = service('{"voices": []}', 200, 'application/json');

  await viva({ url, fetch }).voice.listVoices();

  expect(requests[0]!.url).toBe('https://viva.example/api/v1/voices');
  expect(requests[0]!.headers.has('Authorization')).toBe(false);
});

it.each([
  [{ 'X-Followers': '2' }, 2],
  [{ 'X-Followers': 'many' }, undefined],
  [{}, undefined],
])('relays a partial line and reads the follower count from %o', async (headers, followers) => {
  const { requests, fetch } = service(null, 202, 'text/plain', headers as Record<string, string>);

  const line = { itemId: 'item_1', role: 'patient', text: 'It is' } as const;
  const told = await relayPartial(viva({ grant: 'a-grant', fetch }), 'ses_1', line);

  expect(JSON.parse(new TextDecoder().decode(requests[0]!.body))).toMatchObject({
    item_id: 'item_1',
    is_final: false,
  });
  expect(told).toEqual({ followers });
});
