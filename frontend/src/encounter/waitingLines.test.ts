import 'fake-indexeddb/auto';
import { OutboxStore } from '@viva/client/toolkit';
import { later, settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeEncounter } from '../testing/fakeEncounter';
import { noticesOf } from './noticeWords';

let encounter: FakeEncounter;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
});

const knew = () => encounter.relay.knew;
async function begin(mode: 'typed' | 'text'): Promise<void> {
  await encounter.controller.connect(mode);
  if (mode === 'text') encounter.ports.peer.handlers.onOpen();
  await settle();
}
async function say(text: string): Promise<void> {
  encounter.controller.say(text);
  await settle();
}

describe('a typed line tells the service which call it knew of', () => {
  it('when another device has called', async () => {
    await encounter.controller.start();
    await begin('typed');
    await say('Hello');
    encounter.streams.event(1, 'call_started', { call: { call_number: 3, kind: 'voice' } });
    await settle();
    await say('Since when?');
    expect(knew()).toEqual([0, 3]);
  });

  it('when this page has called, also before the event stream reports it', async () => {
    await encounter.controller.start();
    await begin('text');
    await begin('typed');
    await say('Hello');
    expect(knew()).toEqual([1]);
  });

  it('except while the event stream is behind: there may be a call of an earlier visit', async () => {
    encounter.lastSeq = 5;
    await encounter.controller.start();
    await begin('typed');
    await say('Hello');
    encounter.streams.event(5, 'call_started', { call: { call_number: 2, kind: 'voice' } });
    await settle();
    await say('Since when?');
    expect(knew()).toEqual([undefined, 2]);
  });
});

describe('a typed line does not hang up a voice call that began after it', () => {
  beforeEach(async () => {
    await encounter.controller.start();
    await begin('typed');
  });

  it('when it waited for the service', async () => {
    encounter.relay.faults.push(later(20));
    await say('Hello');
    await begin('text');
    await encounter.ports.clock.move(25_000);
    await settle();
    expect(knew()).toEqual([0, 0]);
    expect(encounter.shown).toEqual(['student Hello: saved']);
  });

  it('when it is sent again during the call', async () => {
    encounter.relay.ended = true;
    await say('Hello');
    encounter.relay.ended = false;
    await begin('text');
    await encounter.controller.retry(encounter.state.pending.entries[0]!);
    await settle();
    expect(knew()).toEqual([0, 0]);
    expect(encounter.state.responding).toBe(false);
  });

  it('unless it is sent again after the call, in place of it', async () => {
    encounter.relay.ended = true;
    await say('Hello');
    encounter.relay.ended = false;
    await begin('text');
    await begin('typed');
    await encounter.controller.retry(encounter.state.pending.entries[0]!);
    await settle();
    expect(knew()).toEqual([0, 1]);
  });
});

it('a typed line that waited through a voice call asks for its answer when typing begins again', async () => {
  await encounter.controller.start();
  await begin('typed');
  encounter.relay.faults.push(later(300));
  await say('Hello');
  await begin('text');
  expect(encounter.state.responding).toBe(false);
  await begin('typed');
  await encounter.ports.clock.move(301_000);
  await settle();
  expect(knew()).toEqual([0, 1]);
  expect(encounter.state.responding).toBe(true);
});

describe('a voice call of another device, while this page types,', () => {
  const GOES_ON = expect.stringMatching(/^The encounter goes on in a voice call/);
  const created_at = '2026-11-02T10:04:00.000Z';
  const words = () => noticesOf(encounter.state).map((notice) => notice.words);
  const call = (seq: number, type: 'call_started' | 'call_ended', kind = 'voice') =>
    encounter.streams.event(seq, type, { call: { call_number: 1, kind } });
  const stored = (seq: number, item_id: string) => {
    const turn = { item_id, role: 'student', text: 'Hello', source: 'typed', late: false, seq, created_at };
    encounter.streams.event(seq, 'turn', { turn });
  };
  const waiting = async () => {
    encounter.relay.faults.push(later(300));
    await say('Hello');
    expect(encounter.state.responding).toBe(true);
  };

  beforeEach(async () => {
    await encounter.controller.start();
    await begin('typed');
  });

  it('ends the waiting for an answer to a line that was stored before it', async () => {
    await say('Hello');
    stored(1, 'item_1');
    call(2, 'call_started');
    await settle();
    expect(encounter.state.responding).toBe(false);
    expect(words()).toContainEqual(GOES_ON);
    await encounter.ports.clock.move(70_000);
    expect(encounter.state.unanswered).toEqual([]);
  });

  it('leaves a line that waited without an answer', async () => {
    await waiting();
    call(1, 'call_started');
    stored(2, 'item_1');
    await settle();
    expect(encounter.state.responding).toBe(false);
    expect(words()).toContainEqual(GOES_ON);
  });

  it('that is over again lets a line that waited be answered', async () => {
    await waiting();
    call(1, 'call_started');
    call(2, 'call_ended');
    stored(3, 'item_1');
    await settle();
    expect(encounter.state.responding).toBe(true);
    expect(words()).not.toContainEqual(GOES_ON);
  });

  it('is ended by a line that is typed after it', async () => {
    call(1, 'call_started');
    await settle();
    await say('Hello');
    stored(2, 'item_1');
    await settle();
    expect(encounter.state.responding).toBe(true);
  });

  it('lets no earlier line be asked again', async () => {
    encounter.relay.silent = { code: 'budget_exhausted', status: 429 };
    await say('Hello');
    expect(encounter.state.unanswered).toHaveLength(1);
    call(1, 'call_started');
    await settle();
    expect(encounter.state.unanswered).toEqual([]);
  });

  it('that is over lets the lines without an answer be asked again', async () => {
    encounter.relay.silent = { code: 'budget_exhausted', status: 429 };
    await say('Hello');
    encounter.relay.silent = undefined;
    await say('Since when?');
    stored(1, 'item_2');
    call(2, 'call_started');
    await settle();
    expect(encounter.state.unanswered).toEqual([]);
    call(3, 'call_ended');
    await settle();
    expect(encounter.state.unanswered.map(({ itemId }) => itemId).sort()).toEqual(['item_1', 'item_2']);
    expect(encounter.state.responding).toBe(false);
    await encounter.controller.answers.askAgain();
    expect(encounter.askedAgain).toHaveLength(1);
    expect(knew().at(-1)).toBe(1);
  });

  it('keeps the lines without an answer when it is not known what was answered in it', async () => {
    await say('Hello');
    stored(1, 'item_1');
    call(2, 'call_started');
    const it = { item_id: 'answer', role: 'patient', text: 'Hi', source: 'patient', late: false };
    encounter.streams.event(3, 'turn', { turn: { ...it, seq: 3, created_at } });
    call(4, 'call_ended');
    await settle();
    expect(encounter.state.unanswered.map(({ itemId }) => itemId)).toEqual(['item_1']);
  });

  it('leaves no line to ask again that was answered in it', async () => {
    await say('Hello');
    stored(1, 'item_1');
    call(2, 'call_started');
    const it = { item_id: 'answer', role: 'patient', text: 'Hi', source: 'typed', late: false };
    encounter.streams.event(3, 'turn', { turn: { ...it, seq: 3, created_at, previous_item_id: 'item_1' } });
    call(4, 'call_ended');
    await settle();
    expect(encounter.state.unanswered).toEqual([]);
  });

  it('is not what begins with a typed line', async () => {
    await say('Hello');
    stored(1, 'item_1');
    call(2, 'call_started', 'text');
    await settle();
    expect(encounter.state.responding).toBe(true);
    expect(words()).not.toContainEqual(GOES_ON);
  });

  it('is named by a line that is asked again', async () => {
    encounter.relay.silent = { code: 'budget_exhausted', status: 429 };
    await say('Hello');
    await encounter.controller.answers.askAgain();
    expect(knew()).toEqual([0, 0]);
  });
});

it('a voice call of an earlier visit is not announced', async () => {
  encounter.lastSeq = 5;
  await encounter.controller.start();
  await begin('typed');
  encounter.streams.event(4, 'call_started', { call: { call_number: 1, kind: 'voice' } });
  await settle();
  expect(encounter.state.notice).toBeUndefined();
});
