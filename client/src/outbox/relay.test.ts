import { Configuration, TranscriptApi, TypedApi } from '../api/index.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { relayThrough, type Outcome, type Relay } from './relay.js';
import { FakeClock, settle } from '../testing/fakeClock.js';

const line = (itemId: string) => ({ itemId, role: 'student', text: 'Yes.', isFinal: true }) as const;
const receipt = (itemId: string, seq: number) => ({
  session_id: 'ses_1',
  item_id: itemId,
  seq,
  late: false,
  created_at: '2026-11-02T10:04:31.201Z',
});

let asked: { path: string; body: { lines?: object[] } & Record<string, unknown> }[];
let answer: () => Response | Promise<Response>;
let relay: Relay;
let clock: FakeClock;
let now: () => number | undefined;

beforeEach(() => {
  asked = [];
  const configuration = new Configuration({
    basePath: '',
    fetchApi: async (input, init) => {
      init?.signal?.throwIfAborted();
      asked.push({ path: String(input), body: JSON.parse(String(init?.body)) });
      return answer();
    },
  });
  const api = new TranscriptApi(configuration);
  const typed = new TypedApi(configuration);
  const given =
    <T>(of: T) =>
    async (id: string) =>
      id === 'ses_1' ? of : undefined;
  clock = new FakeClock();
  now = clock.now.bind(clock);
  relay = relayThrough({ apiOf: given(api), typedApiOf: given(typed), clock, now: () => now() });
});

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type, ...headers } });
}

const problem = (status: number, code: string) => ({
  type: `/docs/problems/${code}`,
  title: 'No answer',
  status,
  code,
  detail: 'The patient cannot answer now.',
  instance: '/api/v1/sessions/ses_1/say',
  request_id: 'req_12345678',
});

describe('one line', () => {
  it.each([201, 200])('is stored when it is answered %i with its receipt', async (status) => {
    answer = () => json(status, receipt('a', 7));
    expect(await relay.send('ses_1', [line('a')])).toEqual({
      kind: 'answered',
      lines: [{ kind: 'stored', seq: 7 }],
    });
    expect(asked[0]!.path).toBe('/api/v1/sessions/ses_1/transcript');
    expect(asked[0]!.body).toMatchObject({ item_id: 'a', is_final: true, emitted_at: expect.any(String) });
  });

  it.each([
    ['no receipt', () => json(200, {})],
    ['the receipt of another line', () => json(200, receipt('b', 7))],
    ['a page of a proxy', () => new Response('<html>Welcome to our Wi-Fi', { status: 200 })],
    ['an answer without words', () => new Response(null, { status: 202 })],
  ])('is not stored by %s', async (_, given) => {
    answer = given;
    expect(await relay.send('ses_1', [line('a')])).toMatchObject({ kind: 'later' });
  });

  it.each([
    [409, 'refused'],
    [422, 'refused'],
    [401, 'refused'],
    [429, 'later'],
    [500, 'later'],
    [503, 'later'],
  ])('answered %i is for %s', async (status, kind) => {
    answer = () => json(status, { code: 'some_code', request_id: 'req_12345678' }, { 'Retry-After': '9' });
    expect(await relay.send('ses_1', [line('a')])).toEqual({
      kind,
      failure: { code: 'some_code', status, requestId: 'req_12345678', retryAfterS: 9 },
    });
  });

  it('waits when there is no answer at all', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await relay.send('ses_1', [line('a')])).toEqual({
      kind: 'later',
      failure: { code: 'network', status: 0 },
    });
  });

  it('is sent without the time of sending while its clock is not known', async () => {
    answer = () => json(201, receipt('a', 7));
    now = () => undefined;
    const startedAt = new Date('2026-11-02T10:04:00Z');
    await relay.send('ses_1', [{ ...line('a'), startedAt }]);
    now = () => Date.UTC(2026, 10, 2, 10, 5);
    await relay.send('ses_1', [{ ...line('a'), startedAt }]);

    const sent = { item_id: 'a', started_at: '2026-11-02T10:04:00.000Z' };
    expect(asked[0]!.body).toMatchObject(sent);
    expect(asked[0]!.body).not.toHaveProperty('emitted_at');
    expect(asked[1]!.body).toMatchObject({ ...sent, emitted_at: '2026-11-02T10:05:00.000Z' });
  });

  it('is refused without a request when it cannot be encoded', async () => {
    const startedAt = new Date(NaN);
    expect(await relay.send('ses_1', [{ ...line('a'), startedAt }])).toEqual({
      kind: 'refused',
      failure: { code: 'invalid_body', status: 0 },
    });
    expect(asked).toEqual([]);
  });

  it('is not sent by a page without its grant, nor by one without the operation', async () => {
    expect(await relay.send('ses_2', [line('a')])).toEqual({ kind: 'unsent' });
    expect(await relay.say('ses_2', line('a'))).toEqual({ kind: 'unsent' });
    expect(await relay.report('ses_2', { itemId: 'a', detail: 'x' })).toEqual({ kind: 'unsent' });
    const silent = relayThrough({ apiOf: async () => undefined, clock, now });
    expect(await silent.say('ses_1', line('a'))).toEqual({ kind: 'unsent' });
    expect(asked).toEqual([]);
  });
});

describe('a typed line', () => {
  it('goes to its own operation', async () => {
    answer = () => json(201, { ...receipt('a', 7), answer_item_id: 'answer_1', answered: false });
    expect(await relay.say('ses_1', line('a'), 2)).toEqual({
      kind: 'answered',
      lines: [{ kind: 'stored', seq: 7 }],
    });
    expect(asked[0]).toEqual({
      path: '/api/v1/sessions/ses_1/say?latest_call=2',
      body: { item_id: 'a', text: 'Yes.' },
    });
  });

  it.each([
    [429, 'budget_exhausted'],
    [503, 'upstream_unavailable'],
  ])('is stored without an answer after %i %s', async (status, code) => {
    answer = () => json(status, problem(status, code), { 'Retry-After': '9' });
    expect(await relay.say('ses_1', line('a'))).toMatchObject({
      kind: 'answered',
      lines: [{ kind: 'unanswered', failure: { code, status, retryAfterS: 9 } }],
    });
  });

  it('is not stored by an answer that only has such a code', async () => {
    answer = () => json(503, { code: 'upstream_unavailable' });
    expect(await relay.say('ses_1', line('a'))).toMatchObject({ kind: 'later', failure: { status: 503 } });
  });

  it.each([
    [429, 'quota_exceeded', 'later'],
    [503, 'storage_unavailable', 'later'],
    [409, 'session_ended', 'refused'],
  ])('is not known to be stored after %i %s', async (status, code, kind) => {
    answer = () => json(status, { code });
    expect(await relay.say('ses_1', line('a'))).toMatchObject({ kind, failure: { code } });
  });
});

describe('a report', () => {
  it('goes to its own operation', async () => {
    const told = { itemId: 'a', detail: 'It could not be written down.' };
    answer = () => json(202, { type: 'transcript_error', transcript_error: { item_id: 'a', detail: 'x' } });
    expect(await relay.report('ses_1', told)).toEqual({ kind: 'answered', lines: [] });
    expect(asked[0]!.path).toBe('/api/v1/sessions/ses_1/transcript/errors');
    expect(asked[0]!.body).toEqual({ item_id: 'a', detail: told.detail });
  });

  it.each([
    ['a failure', () => json(503, { code: 'storage_unavailable' }, { 'Retry-After': '2' })],
    ['an answer that names no report', () => json(202, {})],
  ])('may be sent again after %s', async (_, given) => {
    answer = given;
    expect(await relay.report('ses_1', { itemId: 'a', detail: 'x' })).toMatchObject({ kind: 'later' });
  });
});

describe('several lines', () => {
  it('go as one batch, each with its own outcome', async () => {
    const results = [
      { item_id: 'a', status: 'stored', receipt: receipt('a', 7) },
      { item_id: 'b', status: 'already_stored', receipt: receipt('b', 3) },
      { item_id: 'c', status: 'conflict' },
      { item_id: 'd', status: 'session_ended' },
      { item_id: 'e', status: 'of a later contract' },
    ];
    answer = () => json(200, { results }, { 'X-Request-Id': 'req_12345678' });
    const refused = (code: string, status = 409) => ({
      kind: 'refused',
      failure: { code, status, requestId: 'req_12345678' },
    });
    expect(await relay.send('ses_1', ['a', 'b', 'c', 'd', 'e'].map(line))).toEqual({
      kind: 'answered',
      lines: [
        { kind: 'stored', seq: 7 },
        { kind: 'stored', seq: 3 },
        refused('item_conflict'),
        refused('session_ended'),
        refused('unexpected'),
      ],
    });
    expect(asked[0]!.path).toBe('/api/v1/sessions/ses_1/transcript/batch');
    expect(asked[0]!.body.lines).toHaveLength(5);
  });

  it.each([
    ['fewer results', [{ item_id: 'a', status: 'stored', receipt: receipt('a', 7) }]],
    ['results in another order', ['b', 'a'].map((id) => ({ item_id: id, status: 'conflict' }))],
    ['a result without its receipt', ['a', 'b'].map((id) => ({ item_id: id, status: 'stored' }))],
    ['no results', undefined],
  ])('are not stored by %s', async (_, results) => {
    answer = () => json(200, { results });
    expect(await relay.send('ses_1', ['a', 'b'].map(line))).toMatchObject({ kind: 'later' });
  });

  it('learn which of them broke the contract', async () => {
    answer = () => json(422, { code: 'invalid_body', errors: [{ pointer: '/lines/1/text', detail: 'x' }] });
    expect(await relay.send('ses_1', ['a', 'b'].map(line))).toEqual({
      kind: 'refused',
      failure: { code: 'invalid_body', status: 422, pointers: ['/lines/1/text'] },
    });
  });
});

describe('an attempt', () => {
  const later = { kind: 'later', failure: { code: 'timeout', status: 0 } };
  const requests: [string, (relay: Relay) => Promise<Outcome>][] = [
    ['one line', (given) => given.send('ses_1', [line('a')])],
    ['several lines', (given) => given.send('ses_1', ['a', 'b'].map(line))],
    ['a typed line', (given) => given.say('ses_1', line('a'))],
    ['a report', (given) => given.report('ses_1', { itemId: 'a', detail: 'Not heard.' })],
  ];

  it.each(requests)('with %s ends after 15 s without its grant, and sends nothing then', async (_, send) => {
    let open: (token: string) => void = () => undefined;
    const token = new Promise<string>((resolve) => (open = resolve));
    const fetchApi: typeof fetch = async (input, init) => {
      init?.signal?.throwIfAborted();
      asked.push({ path: String(input), body: {} });
      return json(201, receipt('a', 7));
    };
    const late = new Configuration({ basePath: '', accessToken: () => token, fetchApi });
    const stuck = relayThrough({
      apiOf: async () => new TranscriptApi(late),
      typedApiOf: async () => new TypedApi(late),
      clock,
      now,
    });
    const outcome = send(stuck);
    await clock.move(14_999);
    expect(clock.waiting).toBe(1);
    await clock.move(1);
    expect(await outcome).toEqual(later);
    open('a-grant');
    await settle();
    expect(asked).toEqual([]);
  });

  it.each(requests)('with %s ends after 15 s when the words of a refusal do not come', async (_, send) => {
    const silent = new ReadableStream({ pull: () => new Promise<never>(() => undefined) });
    answer = () =>
      new Response(silent, { status: 503, headers: { 'Content-Type': 'application/problem+json' } });
    const outcome = send(relay);
    await clock.move(15_000);
    expect(await outcome).toEqual(later);
  });

  it.each(requests)('with %s ends after 15 s without an API', async (_, send) => {
    const never = () => new Promise<never>(() => undefined);
    const outcome = send(relayThrough({ apiOf: never, typedApiOf: never, clock, now }));
    await clock.move(15_000);
    expect(await outcome).toEqual(later);
  });

  it('leaves no timer', async () => {
    answer = () => json(201, receipt('a', 7));
    await relay.send('ses_1', [line('a')]);
    expect(clock.waiting).toBe(0);
  });
});
