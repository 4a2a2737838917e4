import { Configuration, VoiceApi } from '@viva/client';
import { expect, it } from 'vitest';
import { exchangeSdp, sessionApi } from './client';

const OFFER = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=ü\r\na=end\r\n';

it('carries SDP byte for byte both ways, the final CRLF included', async () => {
  let sent: Uint8Array | undefined;
  let headers: Headers | undefined;
  const api = new VoiceApi(
    new Configuration({
      accessToken: () => 'a-grant-of-this-session',
      fetchApi: async (input, init) => {
        const request = new Request(new URL(String(input), 'http://localhost'), init);
        headers = request.headers;
        sent = new Uint8Array(await request.arrayBuffer());
        return new Response(OFFER, { status: 201, headers: { 'Content-Type': 'application/sdp' } });
      },
    }),
  );

  const answer = await exchangeSdp({ ...sessionApi('unused'), voice: api }, 'ses_1', OFFER, 'rtk_1');

  expect(sent).toEqual(new TextEncoder().encode(OFFER));
  expect(answer).toBe(OFFER);
  expect(headers?.get('Content-Type')).toBe('application/sdp');
  expect(headers?.get('X-Rtc-Token')).toBe('rtk_1');
  expect(headers?.get('Authorization')).toBe('Bearer a-grant-of-this-session');
});
