import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { Outbox } from './outbox.js';
import { OutboxStore } from './store.js';
import { FakeClock, settle } from '../testing/fakeClock.js';
import { FakeBus, FakeLocks, FakeRelay, later } from '../testing/fakeRelay.js';

const SESSION = 'ses_1';
const line = (itemId: string, text = `words of ${itemId}`) =>
  ({ itemId, role: 'student', text, isFinal: true }) as const;

let clock: FakeClock;
let relay: FakeRelay;
let locks: FakeLocks;
let bus: FakeBus;

async function tab(): Promise<Outbox> {
  const store = await OutboxStore.open();
  return new Outbox({ store, relay, locks, bus: bus.tab(), clock, random: () => 0.5 });
}

const stored = () => relay.rows.map((row) => row.itemId);

beforeEach(() => {
  indexedDB = new IDBFactory();
  clock = new FakeClock();
  relay = new FakeRelay();
  locks = new FakeLocks();
  bus = new FakeBus();
});

describe('a tab that closes', () => {
  it('leaves its lines and reports to one that is open', async () => {
    relay.faults.push(later());
    const [leaving, staying] = [await tab(), await tab()];
    await leaving.add(SESSION, line('a'));
    await settle();
    await leaving.report(SESSION, { itemId: 'x', detail: 'It could not be written down.' });
    await settle();
    leaving.close();
    expect((await staying.pending(SESSION)).entries).toHaveLength(1);
    await clock.move(30_000);
    expect(stored()).toEqual([]);
    await clock.move(5_000);
    expect(stored()).toEqual(['a']);
    expect(relay.reports).toEqual(['ses_1 x']);
    expect(clock.waiting).toBe(0);
  });

  it('leaves a report alone, too, and the pause that the service asked for', async () => {
    relay.faults.push(later(120, 429));
    const [leaving, staying] = [await tab(), await tab()];
    await leaving.report(SESSION, { itemId: 'x', detail: 'It could not be written down.' });
    await settle();
    leaving.close();
    await clock.move(119_000);
    expect(relay.reports).toEqual([]);
    await clock.move(60_000);
    expect(relay.reports).toEqual(['ses_1 x']);
    staying.close();
    expect(clock.waiting).toBe(0);
  });
});

describe('a page without access to a session', () => {
  const tabWith = async (relay: FakeRelay) =>
    new Outbox({ store: await OutboxStore.open(), relay, locks, bus: bus.tab(), clock, random: () => 0.5 });

  it('decides nothing about its lines and reports: they wait for one that has it', async () => {
    const denied = new FakeRelay();
    for (const operation of ['send', 'say', 'report'] as const) denied.without.add(operation);
    const without = await tabWith(denied);
    await without.add(SESSION, line('a'));
    await without.say(SESSION, 'typed-1', 'Hello');
    await without.report(SESSION, { itemId: 'x', detail: 'It could not be written down.' });
    await clock.move(10 * 60_000);
    const { entries, failure } = await without.pending(SESSION);
    expect(entries.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    expect(failure).toMatchObject({ code: 'unauthenticated', status: 0 });

    await (await tabWith(relay)).retryAllNow();
    await settle();
    expect(stored()).toEqual(['a', 'typed-1']);
    expect(relay.reports).toEqual(['ses_1 x']);
  });

  it('sends by itself once it has it', async () => {
    relay.without.add('send');
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await settle();
    relay.without.clear();
    await clock.move(1_000);
    expect(stored()).toEqual(['a']);
    expect(await outbox.pending(SESSION)).toEqual({ entries: [] });
  });

  it('sends the lines behind typed ones that it cannot send', async () => {
    relay.without.add('say');
    const outbox = await tab();
    await outbox.say(SESSION, 'typed-1', 'Hello');
    await outbox.add(SESSION, line('a'));
    await outbox.say(SESSION, 'typed-2', 'Since when?');
    await outbox.add(SESSION, line('b'));
    await clock.move(60_000);
    expect(stored()).toEqual(['a', 'b']);
    const { entries } = await outbox.pending(SESSION);
    expect(entries.map(({ itemId, state }) => `${itemId} ${state}`)).toEqual([
      'typed-1 waiting',
      'typed-2 waiting',
    ]);
  });

  it('sends a line at once that is added while typed ones wait for access', async () => {
    relay.without.add('say');
    const outbox = await tab();
    await outbox.say(SESSION, 'typed-1', 'Hello');
    await clock.move(60_000);
    await outbox.add(SESSION, line('a'));
    await settle();
    expect(stored()).toEqual(['a']);
    relay.without.clear();
    const [typed] = (await outbox.pending(SESSION)).entries;
    await outbox.retry(typed!, { latestCall: 0 });
    await settle();
    expect(stored()).toEqual(['a', 'typed-1']);
    expect(await outbox.pending(SESSION)).toEqual({ entries: [] });
  });

  it('asks for access to typed lines again after the pause that the service asked for', async () => {
    relay.without.add('say');
    let answer = () => {};
    relay.gate = new Promise((resolve) => (answer = resolve));
    const outbox = await tab();
    await outbox.say(SESSION, 'typed-1', 'Hello');
    await outbox.add(SESSION, line('a'));
    await settle();
    const [from, failure] = [clock.now(), { code: 'quota_exceeded', status: 429, retryAfterS: 60 }];
    await (await OutboxStore.open()).pause({ sessionId: SESSION, from, until: from + 60_000, failure });
    answer();
    await settle();
    relay.without.clear();
    await clock.move(60_000);
    await clock.move(400);
    expect(stored()).toEqual(['a', 'typed-1']);
  });
});
