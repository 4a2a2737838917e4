import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '@viva/client/testing';
import { FakeCallPorts, refusal } from '../testing/fakeCall';
import { Call } from './call';
import type { CallState } from './state';
import { CallError, callTrouble } from './troubles';

let ports: FakeCallPorts;
let states: CallState[];
let messages: unknown[];
let call: Call;

const kinds = () => states.map((s) => s.kind);
const last = () => states.at(-1)!;
beforeEach(() => {
  ports = new FakeCallPorts();
  states = [];
  messages = [];
  call = new Call(ports, {
    onState: (state) => states.push(state),
    onMessage: (data) => messages.push(data),
    onChannelGone: () => undefined,
    onMicrophone: () => undefined,
  });
});

async function connect(mode: 'voice' | 'text' = 'text') {
  await call.start(mode);
  ports.peer.handlers.onOpen();
}

describe('connecting', () => {
  it('asks for the microphone, then connects, and is connected when the channel opens', async () => {
    await connect('voice');
    expect(kinds()).toEqual(['asking', 'connecting', 'connected']);
    expect(ports.peer.answer).toBe('answer for rtk_1');
    expect(last()).toMatchObject({ mode: 'voice', simulated: true });
  });

  it('needs no microphone to type', async () => {
    await connect('text');
    expect(kinds()).toEqual(['connecting', 'connected']);
    expect(ports.microphones).toEqual([]);
  });

  it('says why the microphone was refused and makes no call', async () => {
    ports.faults.microphone.push(new CallError(callTrouble('microphone_denied')));
    await call.start('voice');
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'microphone_denied' } });
    expect(ports.mints).toBe(0);
  });

  it('explains why there is no voice, with the wait that the service asks for', async () => {
    ports.faults.mint.push(refusal(429, 'quota_exceeded', 30));
    await connect('voice').catch(() => undefined);
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'quota_exceeded', retryAfterS: 30 } });
    expect(ports.microphones[0]!.stopped).toBe(true);
  });

  it('gives up when the network lets no call through', async () => {
    await call.start('text');
    await ports.clock.move(25_000);
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'no_connection' } });
    expect(ports.peer.closed).toBe(true);
  });

  describe('with a provider that is slow', () => {
    let answer: () => void;
    let started: Promise<void>;
    beforeEach(async () => {
      ports.exchanging = new Promise((resolve) => (answer = resolve));
      started = call.start('text');
      await ports.clock.move(40_000);
    });

    it('has all its time for the connection once there is an answer', async () => {
      expect(last().kind).toBe('connecting');
      answer();
      await started;
      await ports.clock.move(24_999);
      ports.peer.handlers.onOpen();
      expect(last().kind).toBe('connected');
      await ports.clock.move(60_000);
      expect(last().kind).toBe('connected');
    });

    it('does not blame the network when there is none', async () => {
      await ports.clock.move(5_000);
      expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'timeout' } });
      answer();
      await started;
      expect(ports.peer.answer).toBeUndefined();
      expect(ports.peer.closed).toBe(true);
    });
  });

  it('ignores a second start while one is under way', async () => {
    await Promise.all([call.start('text'), call.start('text')]);
    expect(ports.mints).toBe(1);
  });
});

describe('a microphone permission that nobody answers', () => {
  let answer: () => void;
  beforeEach(() => {
    ports.permission = new Promise((resolve) => (answer = resolve));
  });

  it('fails with an explanation after a minute, and stops the microphone of a late answer', async () => {
    const started = call.start('voice');
    await ports.clock.move(59_999);
    expect(last().kind).toBe('asking');
    await ports.clock.move(1);
    await started;
    expect(last()).toMatchObject({ kind: 'failed', trouble: { code: 'microphone_unanswered' } });
    answer();
    await settle();
    expect(ports.microphones[0]!.stopped).toBe(true);
    expect(last().kind).toBe('failed');
    expect(ports.mints).toBe(0);
  });

  it.each([
    ['cancelled', () => call.cancel(), { kind: 'idle' }],
    ['left for typing', () => void call.start('typed'), { kind: 'connected', mode: 'typed' }],
  ])('can be %s, and ignores a late answer', async (_, leave, then) => {
    const started = call.start('voice');
    leave();
    expect(last()).toMatchObject(then);
    answer();
    await started;
    expect(ports.microphones[0]!.stopped).toBe(true);
    expect(last()).toMatchObject(then);
    expect(ports.mints).toBe(0);
  });

  it('leaves the next attempt its microphone', async () => {
    const first = call.start('voice');
    call.cancel();
    const second = call.start('voice');
    answer();
    await Promise.all([first, second]);
    expect(ports.microphones.map((m) => m.stopped)).toEqual([true, false]);
    expect(last()).toMatchObject({ kind: 'connecting', mode: 'voice' });
  });
});

it('closes the connection when it is cancelled', async () => {
  await call.start('voice');
  call.cancel();
  expect(last()).toEqual({ kind: 'idle' });
  expect(ports.peer.closed).toBe(true);
  expect(ports.microphones[0]!.stopped).toBe(true);
  await ports.clock.move(60_000);
  expect(last()).toEqual({ kind: 'idle' });
});

describe('a late answer', () => {
  it('cannot revive a call that was ended', async () => {
    let open: () => void = () => undefined;
    ports.gate = new Promise((resolve) => (open = resolve));
    const started = call.start('text');
    call.end();
    open();
    await started;
    expect(kinds()).toEqual(['connecting', 'ended']);
    expect(ports.peers).toEqual([]);
  });

  it('of a closed peer is ignored', async () => {
    await connect();
    const old = ports.peer;
    call.end();
    old.handlers.onOpen();
    old.receive({ type: 'x' });
    old.handlers.onClosed();
    expect(last().kind).toBe('ended');
    expect(messages).toEqual([]);
  });

  it('of the microphone is stopped again', async () => {
    const started = call.start('voice');
    call.end();
    await started;
    expect(ports.microphones[0]!.stopped).toBe(true);
    expect(last().kind).toBe('ended');
  });
});

it('sends only while connected', async () => {
  expect(call.send({ type: 'x' })).toBe(false);
  await connect();
  expect(call.send({ type: 'x' })).toBe(true);
  call.end();
  expect(call.send({ type: 'x' })).toBe(false);
});
