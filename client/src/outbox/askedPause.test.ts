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

describe('a pause that the service asked for', () => {
  it('holds in this tab although the disk is full, and is shown', async () => {
    const store = await OutboxStore.open();
    store.pause = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'));
    const outbox = new Outbox({ store, relay, locks, bus: bus.tab(), clock, random: () => 0 });
    const seen: (number | undefined)[] = [];
    outbox.watch((_id, { nextTryAt }) => seen.push(nextTryAt));
    relay.faults.push(later(60, 429));
    await outbox.add(SESSION, line('a'));
    await settle();
    expect(seen.at(-1)).toBe(clock.now() + 60_000);
    await outbox.retryAllNow();
    await clock.move(59_999);
    expect(relay.tries).toEqual(['a']);
    await clock.move(1);
    expect(stored()).toEqual(['a']);
  });

  it('is not shortened by a later answer to another tab', async () => {
    const store = await OutboxStore.open();
    const asked = { sessionId: SESSION, failure: { code: 'quota_exceeded', status: 429 } };
    const from = clock.now();
    await store.pause({ ...asked, from, until: from + 60_000 });
    await store.pause({ ...asked, from: from + 1_000, until: from + 5_000 });
    expect(await store.pauseAt(SESSION, from + 30_000)).toMatchObject({ until: from + 60_000 });
    await store.pause({ ...asked, from: from - 10_000, until: from - 5_000 });
    expect(await store.pauseAt(SESSION, from - 6_000)).toBeDefined();
  });

  it.each([
    [429, 'a limit'],
    [503, 'an outage'],
  ])(
    'is never undercut after %i, not for a new line and not for a network that came back',
    async (status) => {
      relay.faults.push(later(20, status));
      const outbox = await tab();
      await outbox.add(SESSION, line('a'));
      await settle();
      expect(await outbox.pending(SESSION)).toMatchObject({ failure: { status, retryAfterS: 20 } });
      await outbox.add(SESSION, line('b'));
      await outbox.retryAllNow();
      await clock.move(19_999);
      expect(relay.tries).toEqual(['a']);
      await clock.move(1000);
      expect(stored()).toEqual(['a', 'b']);
    },
  );

  it('holds and is shown in another tab and after a reload', async () => {
    relay.faults.push(later(20, 429));
    await (await tab()).add(SESSION, line('a'));
    await settle();
    await clock.move(5_000);
    const other = await tab();
    await other.add(SESSION, line('b'));
    await other.retryAllNow();
    await settle();
    expect(relay.tries).toEqual(['a']);
    expect(await other.pending(SESSION)).toMatchObject({ failure: { status: 429, retryAfterS: 15 } });
    await clock.move(16_000);
    expect(stored()).toEqual(['a', 'b']);
  });

  it('ends while the computer sleeps', async () => {
    relay.faults.push(later(20, 429));
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await settle();
    clock.sleep(30_000);
    outbox.retryNow(SESSION);
    await settle();
    expect(stored()).toEqual(['a']);
  });

  it('ends when the device’s clock is set back', async () => {
    relay.faults.push(later(20, 429));
    await (await tab()).add(SESSION, line('a'));
    await settle();
    clock = new FakeClock(clock.now() - 3_600_000);
    await (await tab()).retryAllNow();
    await settle();
    expect(stored()).toEqual(['a']);
  });
});
