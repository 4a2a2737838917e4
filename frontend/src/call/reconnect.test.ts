import { FetchError } from '@viva/client';
import { settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCallPorts, refusal } from '../testing/fakeCall';
import { Call } from './call';
import type { CallState } from './state';

let ports: FakeCallPorts;
let states: CallState[];
let gone: number;
let call: Call;

const kinds = () => states.map((s) => s.kind);
const last = () => states.at(-1)!;
beforeEach(() => {
  ports = new FakeCallPorts();
  states = [];
  gone = 0;
  call = new Call(ports, {
    onState: (state) => states.push(state),
    onMessage: () => undefined,
    onChannelGone: () => (gone += 1),
    onMicrophone: () => undefined,
  });
});

async function connect(mode: 'voice' | 'text' = 'text') {
  await call.start(mode);
  ports.peer.handlers.onOpen();
}

describe('a lost connection', () => {
  it('has five seconds to recover by itself', async () => {
    await connect();
    const before = last();
    ports.peer.handlers.onConnection('disconnected');
    expect(last()).toEqual({ ...before, interrupted: true });
    await ports.clock.move(4_900);
    ports.peer.handlers.onConnection('connected');
    await ports.clock.move(60_000);
    expect(last()).toMatchObject({ kind: 'connected', interrupted: false });
    expect(kinds()).not.toContain('reconnecting');
    expect(ports.mints).toBe(1);
  });

  it('is replaced with a fresh token after that', async () => {
    await connect();
    ports.peer.handlers.onConnection('disconnected');
    await ports.clock.move(5_000);
    expect(last()).toMatchObject({ kind: 'reconnecting', trouble: { code: 'network' } });
    expect(gone).toBe(1);
    await ports.clock.move(1_000);
    ports.peer.handlers.onOpen();
    expect(last().kind).toBe('connected');
    expect(ports.mints).toBe(2);
    expect(ports.peers[0]!.closed).toBe(true);
  });

  it('keeps the microphone in the new connection', async () => {
    await connect('voice');
    ports.peer.handlers.onClosed();
    await ports.clock.move(1_000);
    ports.peer.handlers.onOpen();
    expect(ports.microphones).toHaveLength(1);
    expect(ports.microphones[0]!.stopped).toBe(false);
  });

  it('sends the microphone that was taken while the new connection was made', async () => {
    await connect('voice');
    ports.peer.handlers.onClosed();
    let gathered: () => void = () => undefined;
    ports.gathering = new Promise((resolve) => (gathered = resolve));
    await ports.clock.move(1_000);
    expect(await call.takeMicrophone(() => undefined)).toBeUndefined();
    gathered();
    await settle();
    expect(ports.peer.microphones).toEqual([ports.microphones[1]]);
    expect(ports.peer.answer).toBe('answer for rtk_2');
    expect(ports.microphones.map((m) => m.stopped)).toEqual([true, false]);
  });

  it('waits longer each time, at least as long as the service asks, and finally explains that it gave up', async () => {
    await connect();
    for (let i = 0; i < 6; i++) ports.faults.mint.push(new FetchError(new TypeError('Failed to fetch')));
    ports.peer.handlers.onConnection('failed');
    await ports.clock.move(120_000);
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'call_lost' } });
    expect(ports.mints).toBe(7);
  });

  it('respects Retry-After even when the network returns', async () => {
    await connect();
    ports.faults.mint.push(refusal(503, 'upstream_unavailable', 20));
    ports.peer.handlers.onClosed();
    await ports.clock.move(1_000);
    call.retryNow();
    await ports.clock.move(18_000);
    expect(ports.mints).toBe(2);
    await ports.clock.move(4_000);
    expect(ports.mints).toBe(3);
  });

  it('retries at once when the network returns', async () => {
    await connect();
    ports.peer.handlers.onClosed();
    call.retryNow();
    await settle();
    expect(ports.mints).toBe(2);
    call.retryNow();
    await settle();
    expect(ports.mints).toBe(2);
  });

  it('ends when the encounter has ended meanwhile', async () => {
    await connect();
    ports.faults.mint.push(refusal(409, 'session_ended'));
    ports.peer.handlers.onClosed();
    await ports.clock.move(1_000);
    expect(last().kind).toBe('ended');
  });

  it('stops when the expired grant is confirmed for ten seconds', async () => {
    await connect();
    for (let i = 0; i < 10; i++) ports.faults.mint.push(refusal(401, 'unauthenticated'));
    ports.peer.handlers.onClosed();
    await ports.clock.move(5_000);
    expect(last().kind).toBe('reconnecting');
    await ports.clock.move(60_000);
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'unauthenticated' } });
    const asked = ports.mints;
    await ports.clock.move(60_000);
    expect(ports.mints).toBe(asked);
  });

  it('continues after a single 404', async () => {
    await connect();
    ports.faults.mint.push(refusal(404, 'not_found'));
    ports.peer.handlers.onClosed();
    await ports.clock.move(3_000);
    ports.peer.handlers.onOpen();
    expect(last().kind).toBe('connected');
    expect(ports.mints).toBe(3);
  });
});
