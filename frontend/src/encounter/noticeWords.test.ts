import 'fake-indexeddb/auto';
import { OutboxStore } from '@viva/client/toolkit';
import { settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeEncounter } from '../testing/fakeEncounter';
import { noticesOf } from './noticeWords';

let encounter: FakeEncounter;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
});

describe('the end of an encounter', () => {
  const over = () => noticesOf(encounter.state).find(({ key }) => key === 'over')?.words;

  it.each([
    ['at the deadline', 0, 'The time is up: the encounter has ended.'],
    ['before it', -60_000, 'The encounter has ended.'],
  ])('%s is told by its own time, however long ago it was', async (_, ms, words) => {
    await encounter.controller.start();
    await settle();
    const deadline = encounter.state.session!.deadlineAt.getTime();
    encounter.streams.event(5, 'ended', { created_at: new Date(deadline + ms).toISOString() });
    await settle();
    expect(over()).toBe(words);
    await encounter.ports.clock.move(60_000);
    expect(over()).toBe(words);
  });
});
