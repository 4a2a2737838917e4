import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Outbox, type OutboxParts } from './outbox.js';
import { OutboxStore } from './store.js';
import { FakeClock, settle } from '../testing/fakeClock.js';
import { collectUncaught } from '../testing/uncaught.js';
import { FakeBus, FakeLocks, FakeRelay, later } from '../testing/fakeRelay.js';

const SESSION = 'ses_1';
const line = (itemId: string, text = `words of ${itemId}`) =>
  ({ itemId, role: 'student', text, isFinal: true }) as const;

let clock: FakeClock;
let relay: FakeRelay;
let locks: FakeLocks;
let bus: FakeBus;
let uncaught: ReturnType<typeof collectUncaught>;

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
  uncaught = collectUncaught();
});

afterEach(() => uncaught.restore());

describe('a closed outbox', () => {
  it('leaves waiting lines on disk and sends nothing more', async () => {
    relay.faults.push(later());
    let isBack = () => {};
    const network = (listener: () => void) => {
      isBack = listener;
      return () => (isBack = () => {});
    };
    const store = await OutboxStore.open();
    const outbox = new Outbox({ store, relay, locks, bus: bus.tab(), clock, random: () => 0.5, network });
    await outbox.add(SESSION, line('a'));
    await settle();
    outbox.close();
    isBack();
    outbox.retryNow(SESSION);
    await clock.move(60_000);
    expect(relay.tries).toEqual(['a']);
    expect(clock.waiting).toBe(0);
    await expect(outbox.add(SESSION, line('b'))).rejects.toMatchObject({ code: 'storage_closed' });
    await (await tab()).retryAllNow();
    await settle();
    expect(stored()).toEqual(['a']);
  });

  it.each([
    ['stores it', undefined],
    ['puts it off', later()],
  ])('keeps a line that is being sent, also when the service %s', async (_, fault) => {
    let arrive = () => {};
    relay.gate = new Promise((resolve) => (arrive = resolve));
    if (fault) relay.faults.push(fault);
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await settle();
    outbox.close();
    arrive();
    await settle();
    expect(clock.waiting).toBe(0);
    await (await tab()).retryAllNow();
    await settle();
    expect(stored()).toEqual(['a']);
    expect(relay.tries).toEqual(['a', 'a']);
    expect(uncaught.errors).toEqual([]);
  });
});

describe('a listener of the outbox', () => {
  const careless = () => {
    throw new Error('careless');
  };

  it('may throw: the line is kept, sent and reported to other listeners', async () => {
    const outbox = await tab();
    const seen: number[] = [];
    outbox.watch(careless);
    outbox.watch((_id, pending) => seen.push(pending.entries.length));
    await outbox.add(SESSION, line('a'));
    await settle();
    expect(stored()).toEqual(['a']);
    expect(seen.at(-1)).toBe(0);
    expect(uncaught.errors).toContainEqual(new Error('careless'));
  });

  it('may throw without delaying a refused line that is sent again', async () => {
    relay.ended = true;
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await settle();
    relay.ended = false;
    outbox.watch(careless);
    await outbox.retry((await outbox.pending(SESSION)).entries[0]!);
    await settle();
    expect(stored()).toEqual(['a']);
  });

  it('is not called when the disk cannot be read; the line is still kept and sent', async () => {
    class Unreadable extends Outbox {
      override pending(): Promise<never> {
        return Promise.reject(new Error('unreadable'));
      }
    }
    const parts: OutboxParts = {
      store: await OutboxStore.open(),
      relay,
      locks,
      bus: bus.tab(),
      clock,
      random: () => 0.5,
    };
    const outbox = new Unreadable(parts);
    outbox.watch(() => undefined);
    await outbox.add(SESSION, line('a'));
    await settle();
    expect(stored()).toEqual(['a']);
    expect(uncaught.errors).toContainEqual(new Error('unreadable'));
  });
});
