import { FetchError, ResponseError } from '@viva/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeWorld } from '../testing/fakeCall';
import { settle } from '../testing/fakeClock';
import { Call } from './call';
import type { CallState } from './state';
import { CallError, callTrouble } from './troubles';

let world: FakeWorld;
let states: CallState[];
let messages: unknown[];
let gone: number;
let call: Call;

const kinds = () => states.map((s) => s.kind);
const last = () => states.at(-1)!;
const refusal = (status: number, code: string, retryAfter?: number) =>
  new ResponseError(
    new Response(JSON.stringify({ code }), {
      status,
      headers: {
        'Content-Type': 'application/problem+json',
        ...(retryAfter && { 'Retry-After': String(retryAfter) }),
      },
    }),
  );

beforeEach(() => {
  world = new FakeWorld();
  states = [];
  messages = [];
  gone = 0;
  call = new Call(world, {
    onState: (state) => states.push(state),
    onMessage: (data) => messages.push(data),
    onChannelGone: () => (gone += 1),
    onMicrophone: () => undefined,
  });
});

async function connect(means: 'voice' | 'text' = 'text') {
  await call.start(means);
  world.peer.handlers.onOpen();
}

describe('connecting', () => {
  it('asks for the microphone, then connects, and is connected when the channel opens', async () => {
    await connect('voice');
    expect(kinds()).toEqual(['asking', 'connecting', 'connected']);
    expect(world.peer.answer).toBe('answer for rtk_1');
    expect(last()).toMatchObject({ means: 'voice', simulated: true });
  });

  it('needs no microphone to type', async () => {
    await connect('text');
    expect(kinds()).toEqual(['connecting', 'connected']);
    expect(world.microphones).toEqual([]);
  });

  it('says why the microphone was refused and makes no call', async () => {
    world.faults.microphone.push(new CallError(callTrouble('microphone_denied')));
    await call.start('voice');
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'microphone_denied' } });
    expect(world.mints).toBe(0);
  });

  it('says why there is no voice, with the wait that the service asks for', async () => {
    world.faults.mint.push(refusal(429, 'quota_exceeded', 30));
    await connect('voice').catch(() => undefined);
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'quota_exceeded', retryAfterS: 30 } });
    expect(world.microphones[0]!.stopped).toBe(true);
  });

  it('gives up when nothing comes of it in time', async () => {
    await call.start('text');
    await world.clock.move(25_000);
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'no_connection' } });
    expect(world.peer.closed).toBe(true);
  });

  it('takes no second start while one is under way', async () => {
    await Promise.all([call.start('text'), call.start('text')]);
    expect(world.mints).toBe(1);
  });
});

describe('a late answer', () => {
  it('cannot revive a call that was ended', async () => {
    let open: () => void = () => undefined;
    world.gate = new Promise((resolve) => (open = resolve));
    const started = call.start('text');
    call.end();
    open();
    await started;
    expect(kinds()).toEqual(['connecting', 'ended']);
    expect(world.peers).toEqual([]);
  });

  it('of a dead peer is not heard', async () => {
    await connect();
    const old = world.peer;
    call.end();
    old.handlers.onOpen();
    old.hear({ type: 'x' });
    old.handlers.onClosed();
    expect(last().kind).toBe('ended');
    expect(messages).toEqual([]);
  });

  it('of the microphone stops it again', async () => {
    const started = call.start('voice');
    call.end();
    await started;
    expect(world.microphones[0]!.stopped).toBe(true);
    expect(last().kind).toBe('ended');
  });
});

describe('a lost connection', () => {
  it('has five seconds to come back by itself', async () => {
    await connect();
    world.peer.handlers.onConnection('disconnected');
    await world.clock.move(4_900);
    world.peer.handlers.onConnection('connected');
    await world.clock.move(60_000);
    expect(kinds()).toEqual(['connecting', 'connected']);
  });

  it('is made anew with a fresh token after that', async () => {
    await connect();
    world.peer.handlers.onConnection('disconnected');
    await world.clock.move(5_000);
    expect(last()).toMatchObject({ kind: 'reconnecting', trouble: { code: 'network' } });
    expect(gone).toBe(1);
    await world.clock.move(1_000);
    world.peer.handlers.onOpen();
    expect(last().kind).toBe('connected');
    expect(world.mints).toBe(2);
    expect(world.peers[0]!.closed).toBe(true);
  });

  it('keeps the microphone over the new connection', async () => {
    await connect('voice');
    world.peer.handlers.onClosed();
    await world.clock.move(1_000);
    world.peer.handlers.onOpen();
    expect(world.microphones).toHaveLength(1);
    expect(world.microphones[0]!.stopped).toBe(false);
  });

  it('waits longer each time, as long as the service asks, and gives up in words', async () => {
    await connect();
    for (let i = 0; i < 6; i++) world.faults.mint.push(new FetchError(new TypeError('Failed to fetch')));
    world.peer.handlers.onConnection('failed');
    await world.clock.move(120_000);
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'call_lost' } });
    expect(world.mints).toBe(7);
  });

  it('keeps to Retry-After even when the network comes back', async () => {
    await connect();
    world.faults.mint.push(refusal(503, 'upstream_unavailable', 20));
    world.peer.handlers.onClosed();
    await world.clock.move(1_000);
    call.hurry();
    await world.clock.move(18_000);
    expect(world.mints).toBe(2);
    await world.clock.move(4_000);
    expect(world.mints).toBe(3);
  });

  it('tries at once when the network comes back', async () => {
    await connect();
    world.peer.handlers.onClosed();
    call.hurry();
    await settle();
    expect(world.mints).toBe(2);
    call.hurry();
    await settle();
    expect(world.mints).toBe(2);
  });

  it('ends when the encounter has ended meanwhile', async () => {
    await connect();
    world.faults.mint.push(refusal(409, 'session_ended'));
    world.peer.handlers.onClosed();
    await world.clock.move(1_000);
    expect(last().kind).toBe('ended');
  });

  it('stops at once when the grant has expired', async () => {
    await connect();
    world.faults.mint.push(refusal(401, 'unauthenticated'));
    world.peer.handlers.onClosed();
    await world.clock.move(1_000);
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'unauthenticated' } });
    await world.clock.move(60_000);
    expect(world.mints).toBe(2);
  });
});

it('sends only while connected', async () => {
  expect(call.send({ type: 'x' })).toBe(false);
  await connect();
  expect(call.send({ type: 'x' })).toBe(true);
  call.end();
  expect(call.send({ type: 'x' })).toBe(false);
});
