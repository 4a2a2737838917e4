import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import type { DBSchema } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../testing/fakeClock.js';
import { BrowserDatabase } from './database.js';

interface Schema extends DBSchema {
  words: { key: number; value: string };
}

const database = (version: number) =>
  new BrowserDatabase<Schema>('kept', version, (fresh, before) => {
    if (before < 1) fresh.createObjectStore('words');
  });

/** What an older page did: it opens the database and never releases it. */
function stubbornTab(): Promise<IDBDatabase> {
  return new Promise((resolve) => {
    const asked = indexedDB.open('kept', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('words');
    asked.onsuccess = () => resolve(asked.result);
  });
}

const read = async (from: BrowserDatabase<Schema>) => (await from.get()).get('words', 1);
const write = async (to: BrowserDatabase<Schema>, words: string) => (await to.get()).put('words', words, 1);

beforeEach(() => {
  indexedDB = new IDBFactory();
});

describe('the browser’s database', () => {
  it('opens for a newer page, and asks the user to reload the older one', async () => {
    const older = database(1);
    await write(older, 'Hello');
    const newer = database(2);
    expect(await read(newer)).toBe('Hello');
    await expect(read(older)).rejects.toMatchObject({ code: 'renewed_in_other_tab' });
    await expect(read(older)).rejects.toThrow('Reload this one');
    await expect(read(database(1))).rejects.toMatchObject({ code: 'renewed_in_other_tab' });
  });

  it('asks the user to close the tab that blocks it, and opens afterwards', async () => {
    const stubborn = await stubbornTab();
    const newer = database(2);
    await expect(read(newer)).rejects.toMatchObject({ code: 'held_by_other_tab' });
    await expect(read(newer)).rejects.toThrow('Close the other tabs');
    stubborn.close();
    await settle();
    await write(newer, 'Hello');
    expect(await read(newer)).toBe('Hello');
  });

  it('reopens after the browser closed the connection', async () => {
    const kept = database(1);
    await write(kept, 'Hello');
    // The stand-in's own type says "the class" where it means one of its objects.
    forceCloseDatabase((await kept.get()) as never);
    await settle();
    expect(await read(kept)).toBe('Hello');
  });

  it('does not block its deletion', async () => {
    const kept = database(1);
    await write(kept, 'Hello');
    await new Promise((resolve) => (indexedDB.deleteDatabase('kept').onsuccess = resolve));
    expect(await read(kept)).toBeUndefined();
  });

  it('stays closed', async () => {
    const kept = database(1);
    await write(kept, 'Hello');
    kept.close();
    await expect(read(kept)).rejects.toMatchObject({ code: 'storage_closed' });
    expect(await read(database(2))).toBe('Hello');
  });
});
