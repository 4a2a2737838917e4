import type { SessionEvent } from '../api/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, settle } from '../testing/fakeClock.js';
import { collectUncaught } from '../testing/uncaught.js';
import { FakeStreams } from '../testing/fakeStream.js';
import { follow, type FollowOptions, type StreamState } from './follow.js';

let clock: FakeClock;
let server: FakeStreams;
let events: SessionEvent[];
let states: StreamState[];
let uncaught: ReturnType<typeof collectUncaught>;

function start(more: Partial<FollowOptions> = {}) {
  return follow({
    sessionId: 'ses_1',
    grant: 'a-grant',
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    clock,
    random: () => 0,
    fetch: server.fetch,
    ...more,
  });
}

const eventStream = (text: string, type = 'text/event-stream') =>
  new Response(text, { headers: { 'Content-Type': type } });

const kinds = () => states.map((s) => s.kind);

beforeEach(() => {
  clock = new FakeClock();
  server = new FakeStreams();
  events = [];
  states = [];
  uncaught = collectUncaught();
});

afterEach(() => uncaught.restore());

describe('following a session', () => {
  it('sends the grant in the header and not in the address', async () => {
    start();
    await settle();
    expect(server.requests[0]!.headers.get('Authorization')).toBe('Bearer a-grant');
    expect(server.requests[0]!.url).toBe('/api/v1/sessions/ses_1/events');
  });

  it('asks the given service from the given position', async () => {
    start({ url: 'https://viva.example/', afterSeq: 7 });
    await settle();
    expect(server.requests[0]!.url).toBe('https://viva.example/api/v1/sessions/ses_1/events');
    expect(server.requests[0]!.headers.get('Last-Event-ID')).toBe('7');
  });

  it('resumes after the last stored event, whatever partials came since', async () => {
    start();
    await settle();
    server.event(1, 'call_started');
    server.event(2, 'turn');
    server.event(undefined, 'partial');
    await settle();
    server.drop();
    await settle();
    await clock.move(1000);
    expect(server.requests[1]!.headers.get('Last-Event-ID')).toBe('2');
    expect(kinds()).toEqual(['connecting', 'live', 'waiting', 'connecting', 'live']);
  });

  it('finishes after closed and does not reconnect', async () => {
    start();
    await settle();
    server.event(9, 'closed');
    await settle();
    await clock.move(120_000);
    expect(kinds().at(-1)).toBe('finished');
    expect(server.requests).toHaveLength(1);
  });

  it('finishes when there are no more events', async () => {
    server.answerWith(new Response(null, { status: 204 }));
    await start().done;
    expect(kinds()).toEqual(['connecting', 'finished']);
  });

  it('reconnects after 40 silent seconds', async () => {
    start();
    await settle();
    await clock.move(39_000);
    server.send(': heartbeat\n\n');
    await settle();
    await clock.move(39_000);
    expect(server.requests).toHaveLength(1);
    await clock.move(2000);
    expect(server.requests).toHaveLength(2);
    expect(states.find((s) => s.kind === 'waiting')).toMatchObject({ failure: { code: 'timeout' } });
  });

  it('waits as the server asks, by Retry-After and by retry', async () => {
    server.answerWith(new Response('', { status: 503, headers: { 'Retry-After': '5' } }));
    start();
    await settle();
    await clock.move(4999);
    expect(server.requests).toHaveLength(1);
    await clock.move(1);
    server.send('retry: 7000\n\n');
    await settle();
    server.finish();
    await settle();
    await clock.move(6999);
    expect(server.requests).toHaveLength(2);
    await clock.move(1);
    expect(server.requests).toHaveLength(3);
  });

  it('retries at once when the network returns', async () => {
    server.answerWith(new TypeError('Failed to fetch'));
    const following = start();
    await settle();
    following.retryNow();
    await settle();
    expect(kinds()).toEqual(['connecting', 'waiting', 'connecting', 'live']);
  });

  it('begins anew after a sleep when it is asked to, after the last event', async () => {
    const following = start();
    await settle();
    server.event(7, 'turn');
    await settle();
    clock.sleep(17_000);
    following.retryNow();
    await settle();
    expect(server.requests).toHaveLength(1);
    clock.sleep(1);
    following.retryNow();
    following.retryNow();
    await settle();
    expect(server.requests.map(({ headers }) => headers.get('Last-Event-ID'))).toEqual([null, '7']);
    expect(kinds()).toEqual(['connecting', 'live', 'connecting', 'live']);
    server.drop();
    await settle();
    expect(kinds().at(-1)).toBe('waiting');
  });

  it('begins anew while it connects to a service that is silent', async () => {
    let tries = 0;
    const following = start({
      fetch: (_input, init) => {
        tries += 1;
        return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error())));
      },
    });
    await settle();
    clock.sleep(20_000);
    following.retryNow();
    await settle();
    expect([tries, kinds()]).toEqual([2, ['connecting', 'connecting']]);
    following.stop();
    await following.done;
    expect(clock.waiting).toBe(0);
  });

  it('keeps to the pause that the service asked for, which a sleep may end', async () => {
    server.answerWith(new Response('', { status: 503, headers: { 'Retry-After': '60' } }));
    const following = start();
    await settle();
    clock.sleep(59_000);
    following.retryNow();
    await settle();
    expect(server.requests).toHaveLength(1);
    clock.sleep(1_000);
    following.retryNow();
    await settle();
    expect(kinds().at(-1)).toBe('live');
  });

  it('keeps to that pause also when the refusal was cut off to begin anew', async () => {
    let cutOff = () => {};
    const pull = () => new Promise<void>((_, reject) => (cutOff = () => reject(new Error('Aborted'))));
    const headers = { 'Content-Type': 'application/problem+json', 'Retry-After': '60' };
    server.answerWith(new Response(new ReadableStream({ pull }), { status: 429, headers }));
    const following = start();
    await settle();
    clock.sleep(20_000);
    following.retryNow();
    cutOff();
    await settle();
    await clock.move(59_000);
    expect(server.requests).toHaveLength(1);
    await clock.move(2_000);
    expect(kinds().at(-1)).toBe('live');
  });

  it.each([401, 403, 404])('stops when %i is confirmed for ten seconds', async (status) => {
    for (let i = 0; i < 10; i++) server.answerWith(new Response('', { status }));
    start();
    await settle();
    await clock.move(9_000);
    expect(kinds()).not.toContain('refused');
    await clock.move(10_000);
    expect(states.at(-1)).toMatchObject({ kind: 'refused', failure: { status } });
    const asked = server.requests.length;
    await clock.move(60_000);
    expect(server.requests).toHaveLength(asked);
  });

  it('continues while denials are not in a row', async () => {
    const denied = () => server.answerWith(new Response('', { status: 404 }));
    for (let i = 0; i < 10; i++) {
      denied();
      server.answerWith(i % 2 === 0 ? new TypeError('Failed to fetch') : new Response('', { status: 503 }));
      denied();
    }
    start();
    await settle();
    await clock.move(15 * 60_000);
    expect(kinds()).not.toContain('refused');
    expect(kinds()).toContain('live');
  });

  it('continues after a single 404', async () => {
    server.answerWith(new Response('<h1>Not found</h1>', { status: 404 }));
    start();
    await settle();
    await clock.move(1_000);
    expect(kinds()).toEqual(['connecting', 'waiting', 'connecting', 'live']);
  });

  it('stops at once when the request itself is refused', async () => {
    server.answerWith(new Response('', { status: 422 }));
    start();
    await settle();
    expect(states.at(-1)).toMatchObject({ kind: 'refused', failure: { code: 'invalid_body' } });
  });

  it('reads from the start again after a gap', async () => {
    start();
    await settle();
    server.event(90, 'turn');
    server.event(undefined, 'gap', { gap: { asked_seq: 90, last_seq: 4 } });
    await settle();
    await clock.move(1000);
    expect(server.requests[1]!.headers.has('Last-Event-ID')).toBe(false);
  });

  it('skips unreadable events and delivers unknown types', async () => {
    start();
    await settle();
    server.send('id: 1\nevent: turn\ndata: {broken\n\n');
    server.event(2, 'brand_new');
    await settle();
    expect(events.map((e) => e.type)).toEqual(['brand_new']);
  });

  it.each([
    ['a page of a proxy', new Response('<h1>Sign in</h1>', { headers: { 'Content-Type': 'text/html' } })],
    ['an answer of no type', new Response(new Uint8Array([58, 10, 10]))],
  ])('rejects %s as a stream, and retries after growing pauses', async (_, answer) => {
    for (let i = 0; i < 3; i++) server.answerWith(answer.clone());
    start();
    await settle();
    expect(kinds()).toEqual(['connecting', 'waiting']);
    await clock.move(249);
    expect(server.requests).toHaveLength(1);
    await clock.move(1);
    expect(server.requests).toHaveLength(2);
    await clock.move(499);
    expect(server.requests).toHaveLength(2);
    await clock.move(1);
    expect(server.requests).toHaveLength(3);
    await clock.move(1000);
    expect(kinds().at(-1)).toBe('live');
  });

  it('waits longer after each stream that ends without data, until one has some', async () => {
    const silent = () => server.answerWith(eventStream('retry: 10\n\n'));
    silent();
    silent();
    start();
    await settle();
    await clock.move(250);
    expect(server.requests).toHaveLength(2);
    await clock.move(499);
    expect(server.requests).toHaveLength(2);
    server.answerWith(eventStream(': heartbeat\n\n'));
    await clock.move(1);
    expect(server.requests).toHaveLength(3);
    await clock.move(250);
    expect(server.requests).toHaveLength(4);
  });

  it('asks for the grant again at each connection', async () => {
    let asked = 0;
    start({ grant: async () => `token_${++asked}` });
    await settle();
    server.drop();
    await settle();
    await clock.move(1000);
    expect(server.requests.map(({ headers }) => headers.get('Authorization'))).toEqual([
      'Bearer token_1',
      'Bearer token_2',
    ]);
  });

  it('asks for a grant again that has not come within 40 s', async () => {
    const grants: ((token: string) => void)[] = [];
    start({ grant: () => new Promise((resolve) => grants.push(resolve)) });
    await clock.move(39_999);
    expect(kinds()).toEqual(['connecting']);
    await clock.move(1);
    expect(states.at(-1)).toMatchObject({ kind: 'waiting', failure: { code: 'timeout' } });
    await clock.move(1000);
    grants[0]!('late');
    grants[1]!('a-grant');
    await settle();
    expect(server.requests.map(({ headers }) => headers.get('Authorization'))).toEqual(['Bearer a-grant']);
    expect(kinds().at(-1)).toBe('live');
  });

  it('stops while it waits for the grant', async () => {
    let give: (token: string) => void = () => undefined;
    const following = start({ grant: () => new Promise((resolve) => (give = resolve)) });
    await settle();
    following.stop();
    await following.done;
    give('late');
    await settle();
    expect(server.requests).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it('accepts the stream’s content type with parameters', async () => {
    server.answerWith(eventStream('', 'Text/Event-Stream; charset=utf-8'));
    start();
    await settle();
    expect(kinds()).toContain('live');
  });

  it('delivers each event once although the listener throws', async () => {
    let taken = 0;
    start({
      onEvent: () => {
        taken += 1;
        throw new Error('careless');
      },
    });
    await settle();
    server.event(1, 'turn');
    server.event(2, 'turn');
    await settle();
    await clock.move(1000);
    expect(taken).toBe(2);
    expect(kinds()).toEqual(['connecting', 'live']);
    expect(uncaught.errors).toEqual([new Error('careless'), new Error('careless')]);
  });

  it('runs in order although the state listener throws', async () => {
    const careless = () => {
      throw new Error('careless');
    };
    const following = start({ onState: careless });
    await settle();
    server.event(9, 'closed');
    await following.done;
    expect(events).toHaveLength(1);
    expect(uncaught.errors).toHaveLength(3);
  });

  it('reports nothing after it was stopped', async () => {
    const following = start();
    await settle();
    following.stop();
    await following.done;
    await clock.move(120_000);
    expect(kinds()).toEqual(['connecting', 'live']);
  });
});
