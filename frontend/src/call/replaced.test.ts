import { FetchError } from '@viva/client';
import { settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCallPorts } from '../testing/fakeCall';
import { Call } from './call';
import type { CallState } from './state';

let ports: FakeCallPorts;
let states: CallState[];
let call: Call;

const last = () => states.at(-1)!;
const ELSEWHERE = { kind: 'ended', elsewhere: true };

beforeEach(async () => {
  ports = new FakeCallPorts();
  states = [];
  call = new Call(ports, {
    onState: (state) => states.push(state),
    onMessage: () => undefined,
    onChannelGone: () => undefined,
    onMicrophone: () => undefined,
  });
  await call.start('text');
  ports.peer.handlers.onOpen();
});

describe('a call that another device has replaced', () => {
  it('ends when the service reports the later call, and does not call again', async () => {
    call.started(1);
    expect(last().kind).toBe('connected');
    call.started(2);
    expect(last()).toEqual(ELSEWHERE);
    ports.peer.handlers.onClosed();
    await ports.clock.move(60_000);
    expect(ports.mints).toBe(1);
    expect(last()).toEqual(ELSEWHERE);
  });

  it('ends when the report comes after the connection was lost', async () => {
    ports.peer.handlers.onClosed();
    call.started(2);
    expect(last()).toEqual(ELSEWHERE);
  });

  it('ends before it calls again, when only the token tells of the later call', async () => {
    ports.calls = 2;
    ports.peer.handlers.onClosed();
    await ports.clock.move(1_000);
    expect(last()).toEqual(ELSEWHERE);
    expect(ports.calls).toBe(2);
  });

  it('ends when the report comes while it asks for a token', async () => {
    ports.peer.handlers.onClosed();
    let mint: () => void = () => undefined;
    ports.gate = new Promise((resolve) => (mint = resolve));
    await ports.clock.move(1_000);
    call.started(2);
    mint();
    await settle();
    expect(last()).toEqual(ELSEWHERE);
    expect(ports.calls).toBe(1);
  });

  it('can be followed by a call that is asked for here', async () => {
    call.started(2);
    ports.calls = 2;
    await call.start('text');
    ports.peer.handlers.onOpen();
    call.started(3);
    expect(last().kind).toBe('connected');
  });
});

describe('the latest call', () => {
  it('is the latest that was reported or made here', async () => {
    expect(call.latestCall).toBe(1);
    await call.start('typed');
    call.started(3);
    expect(call.latestCall).toBe(3);
  });

  it('is uncertain once the answer to a call of this page got lost, until the next one is made', async () => {
    ports.peer.handlers.onClosed();
    ports.faults.exchange.push(new FetchError(new TypeError('Failed to fetch')));
    await ports.clock.move(1_000);
    expect(call.latestCall).toBeUndefined();
    await ports.clock.move(60_000);
    expect(call.latestCall).toBe(ports.calls);
  });

  it('is certain again once it is reported', async () => {
    ports.peer.handlers.onClosed();
    ports.faults.exchange.push(new FetchError(new TypeError('Failed to fetch')));
    await ports.clock.move(1_000);
    await call.start('typed');
    call.started(1);
    expect(call.latestCall).toBeUndefined();
    call.started(2);
    expect(call.latestCall).toBe(2);
  });
});

describe('a report of this page’s own call', () => {
  it('that comes before the answer ends nothing', async () => {
    ports.peer.handlers.onClosed();
    let answer: () => void = () => undefined;
    ports.exchanging = new Promise((resolve) => (answer = resolve));
    await ports.clock.move(1_000);
    call.started(2);
    expect(last().kind).toBe('reconnecting');
    answer();
    await settle();
    ports.peer.handlers.onOpen();
    expect(last().kind).toBe('connected');
  });

  it('whose answer got lost ends nothing', async () => {
    ports.peer.handlers.onClosed();
    ports.faults.exchange.push(new FetchError(new TypeError('Failed to fetch')));
    await ports.clock.move(1_000);
    call.started(2);
    expect(last().kind).toBe('reconnecting');
  });

  it('that has ended ends nothing', async () => {
    await call.start('typed');
    call.started(2);
    expect(last()).toMatchObject({ kind: 'connected', mode: 'typed' });
  });
});
