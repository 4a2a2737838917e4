import 'fake-indexeddb/auto';
import { OutboxStore } from '@viva/client/toolkit';
import { settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeEncounter, SESSION_ID } from '../testing/fakeEncounter';
import { isLeaving } from './encounterState';
import { endWords } from './endWords';
import { discardLine } from './lineStorage';
import { noticesOf } from './noticeWords';
import { talkOf } from './talk';

let encounter: FakeEncounter;
const full = () => Promise.reject(new DOMException('The disk is full.', 'QuotaExceededError'));
const notices = () => noticesOf(encounter.state).map(({ key }) => key);
const turn = () => talkOf(encounter.state)?.turn;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
});

describe('a line typed without a call that this device cannot keep', () => {
  beforeEach(async () => {
    await encounter.controller.start();
    await encounter.controller.connect('typed');
    await settle();
    encounter.outbox.say = full;
  });

  it('goes back to the text field, and is not said to be kept', async () => {
    expect(encounter.controller.say('Hello')).toBe(true);
    await settle();
    expect(encounter.shown).toEqual([]);
    expect(encounter.state.returned).toBe('Hello');
    expect(encounter.state.notice?.words).toMatch(/could not keep your line\..* back in the text field/);
    expect(endWords(encounter.state)).not.toContain('kept');
    expect(turn()).toBe('listening');
  });

  it('goes back together with those that came back before it, in their order', async () => {
    encounter.controller.say('Hello');
    encounter.controller.say('Since when?');
    await settle();
    expect(encounter.state.returned).toBe('Hello\nSince when?');
  });

  it('stays in sight where there is no text field any more', async () => {
    encounter.controller.say('Hello');
    encounter.loseLock();
    await settle();
    expect(encounter.shown).toEqual(['student Hello: unkept']);
    expect(encounter.state.returned).toBeUndefined();
    expect(notices()).toContain('notice');
  });
});

describe('a line of a call that this device cannot keep', () => {
  beforeEach(async () => {
    await encounter.startAndConnect();
    await settle();
    encounter.outbox.add = full;
    encounter.controller.say('Hello');
  });

  const stored = (seq: number) => {
    const made = { seq, item_id: 'item_1', role: 'student', text: 'Hello', source: 'provider', late: false };
    encounter.streams.event(seq, 'turn', { turn: { ...made, created_at: '2026-11-02T10:04:00.000Z' } });
  };

  it('is named before the end, until the service reports it', async () => {
    encounter.confirm('item_1', 'Hello');
    await settle();
    expect(encounter.shown).toEqual(['student Hello: unkept']);
    expect(endWords(encounter.state)).toContain('1 line could not be kept on this device: copy it first');
    stored(1);
    await settle();
    expect(encounter.shown).toEqual(['student Hello: saved']);
    expect(endWords(encounter.state)).not.toContain('could not be kept');
  });

  it('is not hidden behind the end that the student asked for', async () => {
    await encounter.endByStudent();
    expect(encounter.state.ending).toBe('ended');
    expect(encounter.shown).toEqual(['student Hello: unkept']);
    expect(isLeaving(encounter.state)).toBe(false);
    expect(notices()).toEqual(['lost', 'notice', 'over']);
    stored(1);
    await settle();
    expect(isLeaving(encounter.state)).toBe(true);
  });

  it('is not hidden behind the end that somebody else brought', async () => {
    encounter.streams.event(5, 'ended');
    await settle();
    expect(encounter.shown).toEqual(['student Hello: unkept']);
    expect(notices()).toEqual(['lost', 'notice', 'over']);
  });
});

it('a spoken line on its way to the disk is not called a typed one', async () => {
  await encounter.startAndConnect();
  encounter.outbox.add = () => new Promise(() => undefined);
  encounter.ports.peer.receive({
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: 'item_7',
    transcript: 'And at night?',
  });
  await settle();
  expect(encounter.shown).toEqual(['student And at night?: sending']);
  expect(endWords(encounter.state)).not.toContain('typed line');
});

describe('a refused line that this device cannot change', () => {
  beforeEach(async () => {
    await encounter.controller.start();
    await encounter.controller.connect('typed');
    encounter.relay.ended = true;
    encounter.controller.say('Hello');
    await settle();
  });

  const refused = () => encounter.state.pending.entries[0]!;

  it('is not awaited when it cannot be sent again, and the reason is told', async () => {
    encounter.outbox.retry = full;
    await encounter.controller.retry(refused());
    expect(turn()).toBe('listening');
    expect(encounter.state.notice?.words).toMatch(/could not send the line again\. Its storage is full/);
  });

  it('stays when it cannot be removed, and the reason is told', async () => {
    encounter.outbox.discard = full;
    await encounter.controller.discard(refused());
    expect(encounter.state.notice?.words).toContain('could not remove the line.');
    expect(await discardLine(encounter.outbox, refused())).toContain('could not remove the line.');
    expect((await encounter.outbox.pending(SESSION_ID)).entries).toHaveLength(1);
  });
});
