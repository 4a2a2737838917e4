import { FetchError } from '@viva/client';
import { settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeWorld, refusal } from '../testing/fakeCall';
import { Call } from './call';
import type { CallState } from './state';

let world: FakeWorld;
let states: CallState[];
let gone: number;
let call: Call;

const kinds = () => states.map((s) => s.kind);
const last = () => states.at(-1)!;
beforeEach(() => {
  world = new FakeWorld();
  states = [];
  gone = 0;
  call = new Call(world, {
    onState: (state) => states.push(state),
    onMessage: () => undefined,
    onChannelGone: () => (gone += 1),
    onMicrophone: () => undefined,
  });
});

async function connect(means: 'voice' | 'text' = 'text') {
  await call.start(means);
  world.peer.handlers.onOpen();
}

describe('a lost connection', () => {
  it('has five seconds to come back by itself', async () => {
    await connect();
    const before = last();
    world.peer.handlers.onConnection('disconnected');
    expect(last()).toEqual({ ...before, interrupted: true });
    await world.clock.move(4_900);
    world.peer.handlers.onConnection('connected');
    await world.clock.move(60_000);
    expect(last()).toMatchObject({ kind: 'connected', interrupted: false });
    expect(kinds()).not.toContain('reconnecting');
    expect(world.mints).toBe(1);
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
    call.retryNow();
    await world.clock.move(18_000);
    expect(world.mints).toBe(2);
    await world.clock.move(4_000);
    expect(world.mints).toBe(3);
  });

  it('tries at once when the network comes back', async () => {
    await connect();
    world.peer.handlers.onClosed();
    call.retryNow();
    await settle();
    expect(world.mints).toBe(2);
    call.retryNow();
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

  it('stops when the answer that the grant has expired is repeated for ten seconds', async () => {
    await connect();
    for (let i = 0; i < 10; i++) world.faults.mint.push(refusal(401, 'unauthenticated'));
    world.peer.handlers.onClosed();
    await world.clock.move(5_000);
    expect(last().kind).toBe('reconnecting');
    await world.clock.move(60_000);
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'unauthenticated' } });
    const asked = world.mints;
    await world.clock.move(60_000);
    expect(world.mints).toBe(asked);
  });

  it('goes on after one 404 of a proxy', async () => {
    await connect();
    world.faults.mint.push(refusal(404, 'not_found'));
    world.peer.handlers.onClosed();
    await world.clock.move(3_000);
    world.peer.handlers.onOpen();
    expect(last().kind).toBe('connected');
    expect(world.mints).toBe(3);
  });
});
