import 'fake-indexeddb/auto';
import { OutboxStore } from '@viva/client/toolkit';
import { later, settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Draft } from '../device/draft';
import { FakeEncounter, SESSION_ID } from '../testing/fakeEncounter';
import { FakeTab } from '../testing/fakeFaculty';
import { endWords } from './endWords';
import { withReturned } from './unheard';

let encounter: FakeEncounter;

/** A call in which the patient answers the first line, so that the next ones wait. */
beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
  await encounter.startAndConnect();
  await settle();
  encounter.controller.say('Hello');
  encounter.confirm('item_1', 'Hello');
  encounter.ports.peer.receive({ type: 'response.created' });
  await settle();
  encounter.controller.say('Where does it hurt?');
  encounter.controller.say('Since when?');
});

const stored = () => encounter.relay.rows.map((row) => row.text);
const ALL = ['Hello', 'Where does it hurt?', 'Since when?'];

it('typed lines that the patient has not got when the page is left are its next draft', () => {
  vi.stubGlobal('sessionStorage', new FakeTab());
  const draft = new Draft(SESSION_ID);
  draft.keep('And at night?');
  draft.putBack(encounter.controller.unheard);
  draft.putBack('');
  expect(draft.read()).toBe('Where does it hurt?\nSince when?\nAnd at night?');
  vi.unstubAllGlobals();
});

it('typed lines that the patient has not got when another tab takes over are stored', async () => {
  encounter.loseLock();
  await settle();
  await settle();
  expect(stored()).toEqual(ALL);
  expect(encounter.state).toMatchObject({ tabRole: 'otherTab', call: { kind: 'idle' } });
  expect(encounter.state.returned).toBeUndefined();
  expect(encounter.state.notice).toBeUndefined();
});

it.each([
  ['', 'Hello', undefined, 'Hello'],
  ['And at night?', 'Hello', undefined, 'Hello\nAnd at night?'],
  ['Hello', 'Hello\nSince when?', 'Hello', 'Hello\nSince when?'],
  ['Hello\nAnd at night?', 'Hello\nSince when?', 'Hello', 'Hello\nSince when?\nAnd at night?'],
])('words that come back stand in front of “%s”', (text, returned, before, together) => {
  expect(withReturned(text, returned, before)).toBe(together);
});

describe('typed lines that the patient has not got when the encounter ends', () => {
  it('are counted before the student ends it', () => {
    expect(endWords(encounter.state)).toContain('2 typed lines have not reached Hana yet: they are kept');
  });

  it('are stored before the end', async () => {
    await encounter.endByStudent();
    expect(encounter.storedAtEnd).toEqual([['item_1', 'item_2', 'item_3']]);
    expect(stored()).toEqual(ALL);
    expect(encounter.state.ending).toBe('ended');
  });

  it('wait on this device when they cannot be stored, for the next page to name them', async () => {
    encounter.relay.faults.push(...Array.from({ length: 9 }, () => later()));
    await encounter.endByStudent();
    const { entries } = await encounter.outbox.pending(SESSION_ID);
    expect(entries.map((entry) => entry.line.text)).toEqual(ALL.slice(1));
  });

  it('still reach the patient when the encounter cannot be ended', async () => {
    encounter.endFaults.push(new TypeError('Failed to fetch'));
    await encounter.endByStudent();
    expect(encounter.state.ending).toBe('no');
    encounter.ports.peer.receive({ type: 'response.done', response: { status: 'completed', output: [] } });
    await settle();
    const items = encounter.ports.peer.sent.flatMap(({ item }) =>
      item ? [(item as { id: string }).id] : [],
    );
    expect(items).toEqual(['item_1', 'item_2']);
    encounter.confirm('item_2', 'Where does it hurt?');
    await settle();
    expect(stored()).toEqual(ALL);
  });

  it('are not given back as well when the call breaks off after that', async () => {
    encounter.endFaults.push(new TypeError('Failed to fetch'));
    await encounter.endByStudent();
    expect(encounter.controller.unheard).toBe('');
    encounter.ports.peer.handlers.onClosed();
    expect(encounter.state.returned).toBeUndefined();
    await settle();
    expect(stored()).toEqual(ALL);
  });

  it('are stored when the deadline ends it', async () => {
    encounter.streams.event(5, 'ended');
    await settle();
    await settle();
    expect(stored()).toEqual(ALL);
    expect(encounter.state.returned).toBeUndefined();
  });

  it('are stored when the call breaks off a moment before the end is known', async () => {
    encounter.ports.peer.handlers.onClosed();
    expect(encounter.state.returned).toBe('Where does it hurt?\nSince when?');
    encounter.streams.event(5, 'ended');
    await settle();
    await settle();
    expect(stored()).toEqual(ALL);
  });

  it('are the student’s own to send when they were given back long before', async () => {
    encounter.ports.peer.handlers.onClosed();
    await encounter.ports.clock.move(20_000);
    encounter.streams.event(5, 'ended');
    await settle();
    await settle();
    expect(stored()).toEqual(['Hello']);
  });
});
