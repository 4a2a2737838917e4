import 'fake-indexeddb/auto';
import type { Session, SessionEvent, Turn } from '@viva/client';
import { OutboxStore } from '@viva/client/toolkit';
import { FakeClock, later, settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../testing/fakeCall';
import { FakeEncounter } from '../testing/fakeEncounter';
import { standingOf } from './connectionWords';
import { Fallback } from './fallback';
import { noticesOf } from './noticeWords';
import { talkOf } from './talk';

let encounter: FakeEncounter;
const pill = () => standingOf(encounter.state).words;
const refuse = (times: number) => {
  for (let i = 0; i < times; i++) encounter.streams.answerWith(new TypeError('Failed to fetch'));
};

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
  await encounter.startAndConnect();
  await settle();
});

describe('the connection pill', () => {
  it('shows at once that the service is gone, and that it is back', async () => {
    expect(pill()).toBe('Connected');
    encounter.readFault = new TypeError('Failed to fetch');
    refuse(1);
    encounter.streams.drop();
    await settle();
    expect(pill()).toBe('No connection');
    encounter.readFault = undefined;
    await encounter.ports.clock.move(10_000);
    expect(pill()).toBe('Connected');
  });

  it('shows within two seconds that the service does not answer', async () => {
    encounter.silence = new Promise(() => undefined);
    refuse(20);
    encounter.streams.drop();
    await settle();
    await encounter.ports.clock.move(1_999);
    expect(encounter.state.unreachable).toBe(true);
  });

  it('does not show a silent connection as a call', async () => {
    encounter.ports.peer.handlers.onConnection('disconnected');
    expect(pill()).toBe('Reconnecting');
    encounter.ports.peer.handlers.onConnection('connected');
    expect(pill()).toBe('Connected');
  });

  it('shows no outage when only the event stream is blocked', async () => {
    refuse(20);
    encounter.streams.drop();
    await encounter.ports.clock.move(30_000);
    expect(pill()).toBe('Connected');
  });
});

it('retries everything once the service answers a plain request again', async () => {
  const { relay, ports, streams } = encounter;
  encounter.readFault = new TypeError('Failed to fetch');
  refuse(5);
  for (let i = 0; i < 6; i++) relay.faults.push(later());
  for (let i = 0; i < 5; i++) ports.faults.mint.push(encounter.readFault);
  encounter.controller.say('Hello');
  encounter.confirm('item_1', 'Hello');
  streams.drop();
  ports.peer.handlers.onClosed();
  await ports.clock.move(12_000);
  expect(encounter.shown).toEqual(['student Hello: waiting']);

  encounter.readFault = undefined;
  await ports.clock.move(5_000);

  expect(encounter.shown).toEqual(['student Hello: saved']);
  expect(encounter.state.stream.kind).toBe('live');
  ports.peer.handlers.onOpen();
  expect(pill()).toBe('Connected');
});

it('asks again once the pause is over that the service asked for', async () => {
  encounter.readFault = refusal(429, 'rate_limited', 60);
  refuse(20);
  encounter.streams.drop();
  await settle();
  const asked = encounter.reads;
  await encounter.ports.clock.move(59_000);
  expect(encounter.reads).toBe(asked);
  await encounter.ports.clock.move(6_000);
  expect(encounter.reads).toBe(asked + 1);
});

describe('without an event stream', () => {
  beforeEach(() => {
    refuse(50);
    encounter.streams.drop();
  });

  it('lines come by a plain request', async () => {
    const turn = { itemId: 'a', role: 'patient', text: 'Hello', seq: 3, createdAt: new Date(0) } as Turn;
    encounter.turns = [turn];
    await encounter.ports.clock.move(5_000);
    expect(encounter.shown).toEqual(['patient Hello: saved']);
  });

  it('corrected words and marks come by a plain request', async () => {
    const turn = { itemId: 'a', role: 'patient', text: 'Hello', seq: 3, createdAt: new Date(0) } as Turn;
    encounter.turns = [turn];
    await encounter.ports.clock.move(5_000);
    encounter.turns = [{ ...turn, text: 'Hello there', revised: true }];
    await encounter.ports.clock.move(5_000);
    expect(encounter.shown).toEqual(['patient Hello there: saved']);
  });

  it('findings of tests that were asked for in a line come by a plain request, once', async () => {
    const examination = { itemId: 'exam_1', testId: 'lachman', name: 'Lachman test', outcome: 'found' };
    encounter.examinations = [
      { type: 'examination', seq: 4, createdAt: new Date(0), examination } as SessionEvent,
    ];
    await encounter.ports.clock.move(5_000);
    const { findings } = encounter.state.conversation;
    expect([...findings.values()]).toMatchObject([{ itemId: 'exam_1', seq: 4 }]);
    await encounter.ports.clock.move(5_000);
    expect(encounter.state.conversation.findings).toBe(findings);
  });

  it('a patient who stays silent ends the waiting, and can be asked again', async () => {
    await encounter.controller.connect('typed');
    encounter.controller.say('Hello');
    await encounter.ports.clock.move(55_000);
    expect(talkOf(encounter.state)?.turn).toBe('thinking');
    await encounter.ports.clock.move(10_000);
    expect(talkOf(encounter.state)?.turn).toBe('listening');
    expect(noticesOf(encounter.state).find(({ key }) => key === 'unanswered')?.words).toContain('ask again');
    await encounter.controller.answers.askAgain();
    encounter.turns = [{ itemId: 'b', role: 'patient', text: 'Hi', seq: 3, createdAt: new Date(0) } as Turn];
    await encounter.ports.clock.move(5_000);
    expect(talkOf(encounter.state)?.turn).toBe('listening');
    expect(encounter.shown).toContain('patient Hi: saved');
  });

  it('the end comes by a plain request, and hangs up', async () => {
    encounter.sessionState = 'ended';
    await encounter.ports.clock.move(5_000);
    expect(encounter.state).toMatchObject({ call: { kind: 'ended' }, conversation: { state: 'ended' } });
    expect(encounter.notedEnds).toBe(1);
  });

  it('the end of an exam comes although its lines are refused from then on', async () => {
    encounter.sessionState = 'ended';
    encounter.linesFault = refusal(409, 'exam_not_released');
    await encounter.ports.clock.move(5_000);
    expect(encounter.state).toMatchObject({ call: { kind: 'ended' }, conversation: { state: 'ended' } });
    expect(encounter.notedEnds).toBe(1);
  });
});

it('an answer comes by a plain request when the stream only looks alive', async () => {
  await encounter.controller.connect('typed');
  encounter.controller.say('Hello');
  encounter.turns = [{ itemId: 'b', role: 'patient', text: 'Hi', seq: 3, createdAt: new Date(0) } as Turn];
  await encounter.ports.clock.move(5_000);
  expect(encounter.state.responding).toBe(false);
  expect(encounter.shown).toContain('patient Hi: saved');
});

it('an encounter that is closed is not asked for again where its events are refused', async () => {
  const clock = new FakeClock();
  let state: Session['state'] = 'ended';
  let reads = 0;
  const nothing = () => undefined;
  const fallback = new Fallback({
    clock,
    session: async () => (++reads, { state } as Session),
    onSession: nothing,
    onTranscript: nothing,
    onReachable: nothing,
    awaiting: () => false,
  });
  fallback.streamIs({ kind: 'refused', failure: { code: 'exam_not_released', status: 409 } });
  await clock.move(10_000);
  expect(reads).toBe(2);
  state = 'closed';
  await clock.move(60_000);
  expect(reads).toBe(3);
});
