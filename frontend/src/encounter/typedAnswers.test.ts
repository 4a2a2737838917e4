import 'fake-indexeddb/auto';
import { OutboxStore } from '@viva/client/toolkit';
import { later, settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../testing/fakeCall';
import { FakeEncounter, SESSION_ID } from '../testing/fakeEncounter';
import { isAwaiting } from './encounterState';
import { noticesOf, unsaved } from './noticeWords';
import { talkOf } from './talk';

let encounter: FakeEncounter;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
  await encounter.controller.start();
  await encounter.controller.connect('typed');
  await settle();
});

const SPENT = { code: 'budget_exhausted', status: 429, retryAfterS: 40_000 };
const turn = () => talkOf(encounter.state)?.turn;
const notice = () => noticesOf(encounter.state).find(({ key }) => key === 'unanswered')?.words;
async function say(text: string): Promise<void> {
  encounter.controller.say(text);
  await settle();
}
async function answer(seq: number, to: string): Promise<void> {
  const it = { item_id: `answer_${to}`, role: 'patient', text: 'Hi', source: 'typed', late: false };
  const created_at = '2026-11-02T10:04:00.000Z';
  encounter.streams.event(seq, 'turn', { turn: { ...it, seq, created_at, previous_item_id: to } });
  await settle();
}

describe('a typed line that is stored and cannot be answered now', () => {
  it('counts as saved and says why no answer comes', async () => {
    encounter.relay.silent = SPENT;
    await say('Hello');
    expect(turn()).toBe('listening');
    expect(notice()).toMatch(/^Your line is saved, but Hana cannot answer it now\. .*tell your teacher/);
    expect(encounter.shown).toEqual(['student Hello: saved']);
    expect(unsaved(encounter.state)).toEqual([]);
  });

  it('lets the lines behind it be stored, in their order', async () => {
    encounter.relay.silent = SPENT;
    encounter.controller.say('Hello');
    encounter.controller.say('When did it start?');
    await encounter.outbox.flush(SESSION_ID, 1_000);
    await settle();
    expect(encounter.relay.rows.map((row) => row.text)).toEqual(['Hello', 'When did it start?']);
    expect((await encounter.outbox.pending(SESSION_ID)).entries).toEqual([]);
    expect(turn()).toBe('listening');
  });

  it('can be asked again, and the answer ends the notice', async () => {
    encounter.relay.silent = SPENT;
    await say('Hello');
    const asked = encounter.controller.answers.askAgain();
    expect(turn()).toBe('thinking');
    await asked;
    expect(encounter.askedAgain).toEqual(['item_1 Hello']);
    expect(notice()).toBeUndefined();
    await answer(1, 'item_1');
    expect(turn()).toBe('listening');
  });

  it('is remembered while others are typed, and the oldest is asked first', async () => {
    encounter.relay.silent = SPENT;
    await say('Hello');
    await say('When did it start?');
    expect(notice()).toMatch(/ 2 lines have no answer; the first is “Hello”\.$/);
    encounter.relay.silent = undefined;
    await say('What makes it worse?');
    expect(notice()).toContain('“Hello”');

    await encounter.controller.answers.askAgain();
    await answer(1, 'item_1');
    expect(notice()).not.toContain('lines have');
    await encounter.controller.answers.askAgain();
    expect(encounter.askedAgain).toEqual(['item_1 Hello', 'item_2 When did it start?']);
    expect(notice()).toBeUndefined();
  });

  it('is quoted by whole characters, if it is known', async () => {
    encounter.relay.silent = SPENT;
    await say(`${'a'.repeat(59)}😀 and more`);
    await say('When did it start?');
    expect(notice()).toContain(`“${'a'.repeat(59)}😀…”`);
    const [first, second] = encounter.state.unanswered;
    encounter.controller.store.set({ unanswered: [{ ...first!, itemId: 'unknown' }, second!] });
    expect(notice()).toMatch(/ 2 lines have no answer\.$/);
  });

  it('is not polled for', async () => {
    encounter.relay.silent = SPENT;
    await say('Hello');
    expect(isAwaiting(encounter.state, 0)).toBe(false);
  });

  it('need not be asked again', async () => {
    encounter.relay.silent = SPENT;
    await say('Hello');
    encounter.controller.answers.leave();
    expect(notice()).toBeUndefined();
    expect(encounter.askedAgain).toEqual([]);
  });

  it('says so again when it still cannot be answered', async () => {
    encounter.relay.silent = SPENT;
    await say('Hello');
    encounter.answerAgain = () => Promise.reject(refusal(503, 'upstream_unavailable'));
    await encounter.controller.answers.askAgain();
    expect(turn()).toBe('listening');
    expect(notice()).toContain('cannot be reached');
  });

  it('does not wait for an answer that came before its receipt', async () => {
    encounter.relay.silent = SPENT;
    await say('Hello');
    encounter.answerAgain = async () => {
      await answer(1, 'item_1');
      return { answered: true };
    };
    await encounter.controller.answers.askAgain();
    expect(turn()).toBe('listening');
  });

  it('leaves the answer to an earlier line to come', async () => {
    await say('Hello');
    encounter.relay.silent = SPENT;
    await say('When did it start?');
    expect(turn()).toBe('thinking');
    await answer(1, 'item_1');
    expect(turn()).toBe('listening');
    expect(notice()).toBeTruthy();
  });
});

it('a typed line that the service refuses gets no answer', async () => {
  encounter.relay.ended = true;
  await say('Hello');
  expect(encounter.shown).toEqual(['student Hello: attention']);
  expect(turn()).toBe('listening');
  encounter.relay.ended = false;
  await encounter.controller.retry(encounter.state.pending.entries[0]!);
  expect(turn()).toBe('thinking');
});

it('a typed line that this device cannot keep gets no answer', async () => {
  encounter.outbox.say = () => Promise.reject(new Error('The storage is full'));
  await say('Hello');
  expect(turn()).toBe('listening');
  await encounter.ports.clock.move(61_000);
  expect(notice()).toBeUndefined();
});

it('a waiting typed line keeps its time through a reload', async () => {
  encounter.relay.gate = new Promise(() => undefined);
  encounter.controller.say('Hello');
  await settle();
  const typedAt = encounter.ports.clock.now();
  const again = new FakeEncounter(await OutboxStore.open());
  await again.ports.clock.move(60_000);
  await again.controller.start();
  await settle();
  expect([...again.state.conversation.local.values()]).toMatchObject([{ text: 'Hello', at: typedAt }]);
});

it('asking again is no longer offered once the typed conversation is over', async () => {
  encounter.relay.silent = SPENT;
  await say('Hello');
  expect(notice()).toBeTruthy();
  const over = { ...encounter.state, call: { kind: 'idle' } as const };
  expect(noticesOf(over).find(({ key }) => key === 'unanswered')).toBeUndefined();
});

describe('the answer to a typed line', () => {
  it('is not late while others are being answered', async () => {
    await say('Hello');
    await say('When did it start?');
    await encounter.ports.clock.move(50_000);
    await answer(1, 'item_1');
    await encounter.ports.clock.move(50_000);
    expect(notice()).toBeUndefined();
    expect(turn()).toBe('thinking');
    await encounter.ports.clock.move(15_000);
    expect(notice()).toBeTruthy();
    expect(isAwaiting(encounter.state, 0)).toBe(true);
  });

  it('is still looked for when the notice that it is late is closed', async () => {
    await say('Hello');
    await encounter.ports.clock.move(61_000);
    expect(notice()).toContain('has not answered yet');
    encounter.controller.answers.leave();
    expect(notice()).toBeUndefined();
    expect(isAwaiting(encounter.state, 0)).toBe(true);
    await answer(1, 'item_1');
    expect(isAwaiting(encounter.state, 0)).toBe(false);
  });

  it('that is late leaves the next line to be asked again when its notice is closed', async () => {
    await say('Hello');
    await encounter.ports.clock.move(61_000);
    encounter.relay.silent = SPENT;
    await say('Since when?');
    encounter.controller.answers.leave();
    await encounter.controller.answers.askAgain();
    expect(encounter.askedAgain).toEqual(['item_2 Since when?']);
  });

  it('is still awaited after the answer to the line before it', async () => {
    await say('Hello');
    await say('When did it start?');
    await answer(1, 'item_1');
    expect(turn()).toBe('thinking');
    await answer(2, 'item_2');
    expect(turn()).toBe('listening');
  });

  it('that the service gives up ends the waiting, however late that is heard', async () => {
    await say('Hello');
    const detail = 'The patient could not answer a typed line.';
    const warning = { code: 'patient_silent', detail, item_id: 'item_1' };
    encounter.streams.event(1, 'warning', { warning, created_at: '2026-11-02T09:00:00.000Z' });
    await settle();
    expect(turn()).toBe('listening');
    expect(notice()).toBe(detail);
  });

  it('is not late while the line is not sent', async () => {
    encounter.relay.faults.push(later(300));
    await say('Hello');
    await encounter.ports.clock.move(120_000);
    expect(notice()).toBeUndefined();
  });
});
