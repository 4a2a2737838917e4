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

describe('the outbox', () => {
  it('sends lines in order and removes each only when it is stored', async () => {
    const outbox = await tab();
    for (const id of ['a', 'b', 'c']) await outbox.add(SESSION, line(id));
    await settle();
    expect(stored()).toEqual(['a', 'b', 'c']);
    expect((await outbox.pending(SESSION)).entries).toEqual([]);
    expect((await outbox.kept(SESSION)).map((k) => k.seq)).toEqual([1, 2, 3]);
  });

  it('sends typed lines one by one and in order, and repeats them until they are stored', async () => {
    relay.faults.push(later());
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await outbox.say(SESSION, 'typed-1', 'Hello');
    await outbox.say(SESSION, 'typed-2', 'When did it start?');
    await outbox.say(SESSION, 'typed-2', 'When did it start?');
    await outbox.add(SESSION, line('b'));
    await settle();
    await clock.move(60_000);
    expect(stored()).toEqual(['a', 'typed-1', 'typed-2', 'b']);
    expect(relay.typed).toEqual(['typed-1', 'typed-2']);
  });

  it('keeps a typed line as the service stores it, and none of white space alone', async () => {
    relay.faults.push(later());
    const outbox = await tab();
    await outbox.say(SESSION, 'typed-1', '\u0085 \t');
    await outbox.say(SESSION, 'typed-2', '  Hello\0 \n');
    await settle();
    const { entries } = await outbox.pending(SESSION);
    expect(entries.map((entry) => entry.line)).toMatchObject([{ itemId: 'typed-2', text: 'Hello' }]);
  });

  it('keeps when a line was typed', async () => {
    relay.faults.push(later());
    const outbox = await tab();
    const startedAt = new Date(clock.now() - 1_000);
    await outbox.say(SESSION, 'typed-1', 'Hello', startedAt);
    await outbox.say(SESSION, 'typed-2', 'Since when?');
    const { entries } = await outbox.pending(SESSION);
    expect(entries.map(({ line }) => line.startedAt)).toEqual([startedAt, undefined]);
  });

  it('counts a typed line that the patient cannot answer as stored, and sends the lines behind it', async () => {
    relay.silent = { code: 'budget_exhausted', status: 429, retryAfterS: 40_000 };
    const outbox = await tab();
    const unanswered: string[] = [];
    outbox.watchUnanswered((entry, { code }) => unanswered.push(`${entry.itemId} ${code}`));
    await outbox.say(SESSION, 'typed-1', 'Hello');
    await outbox.say(SESSION, 'typed-2', 'When did it start?');
    await outbox.add(SESSION, line('b'));
    await settle();
    expect(stored()).toEqual(['typed-1', 'typed-2', 'b']);
    expect(unanswered).toEqual(['typed-1 budget_exhausted', 'typed-2 budget_exhausted']);
    expect(await outbox.pending(SESSION)).toEqual({ entries: [] });
    expect((await outbox.kept(SESSION)).map((k) => k.itemId).sort()).toEqual(['b', 'typed-1', 'typed-2']);
  });

  it('tells every tab of a typed line that the patient cannot answer', async () => {
    relay.silent = { code: 'budget_exhausted', status: 429 };
    const [sending, other] = [await tab(), await tab()];
    const told: string[] = [];
    for (const each of [sending, other])
      each.watchUnanswered((entry, { code }) => told.push(`${entry.itemId} ${code}`));
    await sending.say(SESSION, 'typed-1', 'Hello');
    await settle();
    expect(told).toEqual(['typed-1 budget_exhausted', 'typed-1 budget_exhausted']);
  });

  it('keeps which call a typed line knew of, until it is sent again otherwise', async () => {
    relay.faults.push(later(), { kind: 'refused', failure: { code: 'session_full', status: 409 } });
    const outbox = await tab();
    await outbox.say(SESSION, 'typed-1', 'Hello', undefined, 2);
    await settle();
    await clock.move(60_000);
    const [entry] = (await outbox.pending(SESSION)).entries;
    expect(entry).toMatchObject({ state: 'attention', latestCall: 2 });
    for (const again of [undefined, { latestCall: 3 }, { latestCall: undefined }]) {
      relay.faults.push({ kind: 'refused', failure: { code: 'session_full', status: 409 } });
      await outbox.retry(entry!, again);
      await settle();
    }
    expect(relay.knew).toEqual([2, 2, 2, 3, undefined]);
  });

  it('keeps references in place of the markers in a line of the patient', async () => {
    relay.faults.push(later());
    const outbox = await tab();
    await outbox.add(SESSION, { ...line('a', 'See. [MEDIA:letter]'), role: 'patient', media: ['x-ray'] });
    await outbox.add(SESSION, { ...line('b', '[MEDIA:letter]'), role: 'patient' });
    await outbox.add(SESSION, line('c', 'What is [MEDIA:letter]?'));

    const kept = (await outbox.pending(SESSION)).entries.map((entry) => [entry.line.text, entry.line.media]);
    expect(kept).toEqual([
      ['See.', ['x-ray', 'letter']],
      ['…', ['letter']],
      ['What is [MEDIA:letter]?', undefined],
    ]);
  });

  it('keeps a line on disk through a network outage and a reload', async () => {
    relay.faults.push(later(), later());
    const before = await tab();
    await before.add(SESSION, line('a'));
    await settle();
    expect((await before.pending(SESSION)).entries).toHaveLength(1);

    const afterReload = await tab();
    await afterReload.retryAllNow();
    await settle();
    await clock.move(60_000);
    expect(stored()).toEqual(['a']);
    expect(new Set(relay.tries)).toEqual(new Set(['a']));
  });

  it('waits longer after each failure and keeps the order of lines', async () => {
    relay.faults.push(later(), later(), later());
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await settle();
    await outbox.add(SESSION, line('b'));
    await settle();
    expect(relay.requests).toEqual([['a']]);
    await clock.move(375);
    expect(relay.requests).toHaveLength(2);
    await clock.move(749);
    expect(relay.requests).toHaveLength(2);
    await clock.move(1);
    expect(relay.requests).toHaveLength(3);
    await clock.move(10_000);
    expect(stored()).toEqual(['a', 'b']);
  });

  it('retries at once when the network returns', async () => {
    relay.faults.push(later());
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await settle();
    await outbox.retryAllNow();
    await settle();
    expect(stored()).toEqual(['a']);
  });

  it('sets a refused line aside with its reason and continues with the next', async () => {
    relay.rows.push({ sessionId: SESSION, itemId: 'a', text: 'other words' });
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await outbox.add(SESSION, line('b'));
    await settle();
    expect(stored()).toEqual(['a', 'b']);
    const [kept] = (await outbox.pending(SESSION)).entries;
    expect(kept).toMatchObject({ itemId: 'a', state: 'attention', failure: { code: 'item_conflict' } });
  });

  it('sends a refused line again only on request, under the same id', async () => {
    relay.ended = true;
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await settle();
    relay.ended = false;
    await clock.move(120_000);
    expect(relay.tries).toEqual(['a']);
    await outbox.retry((await outbox.pending(SESSION)).entries[0]!);
    await settle();
    expect(relay.tries).toEqual(['a', 'a']);
    expect((await outbox.pending(SESSION)).entries).toEqual([]);
  });

  it('accepts an item once, even after it was stored', async () => {
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await settle();
    await outbox.add(SESSION, line('a'));
    await settle();
    expect(relay.tries).toEqual(['a']);
  });

  it('does not restore a line that was discarded while being sent', async () => {
    let arrive = () => {};
    relay.gate = new Promise((resolve) => (arrive = resolve));
    relay.ended = true;
    const outbox = await tab();
    await outbox.add(SESSION, line('a'));
    await settle();
    await outbox.discard((await outbox.pending(SESSION)).entries[0]!);
    arrive();
    await settle();
    expect((await outbox.pending(SESSION)).entries).toEqual([]);
  });

  it('flushes within a bound and reports whether everything is stored', async () => {
    const outbox = await tab();
    relay.faults.push(later(60));
    await outbox.add(SESSION, line('a'));
    await settle();
    const flushed = outbox.flush(SESSION, 3000);
    await settle();
    await clock.move(3000);
    expect(await flushed).toBe(false);
    await clock.move(120_000);
    expect(await outbox.flush(SESSION, 3000)).toBe(true);
  });

  it('keeps sessions apart', async () => {
    const outbox = await tab();
    relay.faults.push(later(60));
    await outbox.add('ses_slow', line('a'));
    await settle();
    await outbox.add('ses_quick', line('a'));
    await settle();
    expect(relay.rows).toEqual([{ sessionId: 'ses_quick', itemId: 'a', text: 'words of a' }]);
  });
});

describe('a transcription error', () => {
  const unheard = { itemId: 'x', detail: 'It could not be written down.' };

  it('is sent once per item and is not listed as a pending line', async () => {
    const outbox = await tab();
    await outbox.report(SESSION, unheard);
    await outbox.report(SESSION, unheard);
    await settle();
    await (await tab()).report(SESSION, unheard);
    await settle();
    expect(relay.reports).toEqual(['ses_1 x']);
    expect((await outbox.pending(SESSION)).entries).toEqual([]);
    expect(await outbox.sessions()).toEqual([]);
  });

  it('survives an outage and a reload, and is sent after the lines', async () => {
    relay.faults.push(later(), later());
    const before = await tab();
    await before.report(SESSION, unheard);
    await before.add(SESSION, line('a'));
    await settle();
    expect(relay.reports).toEqual([]);
    await (await tab()).retryAllNow();
    await clock.move(60_000);
    expect(stored()).toEqual(['a']);
    expect(relay.reports).toEqual(['ses_1 x']);
  });

  it('is waited for by a flush, also behind the lines', async () => {
    const outbox = await tab();
    relay.faults.push(later(60), later(60));
    await outbox.report(SESSION, unheard);
    await settle();
    const flushed = outbox.flush(SESSION, 3000);
    await settle();
    await clock.move(3000);
    expect(await flushed).toBe(false);
    await outbox.add(SESSION, line('a'));
    const next = outbox.flush(SESSION, 300_000);
    await settle();
    await clock.move(120_000);
    await settle();
    await clock.move(120_000);
    expect(await next).toBe(true);
    expect(relay.reports).toEqual(['ses_1 x']);
  });

  it('is dropped when the service refuses it', async () => {
    relay.faults.push({ kind: 'refused', failure: { code: 'session_ended', status: 409 } });
    const outbox = await tab();
    await outbox.report(SESSION, unheard);
    await settle();
    expect(relay.reports).toEqual([]);
    expect(await outbox.sessions()).toEqual([]);
  });

  it('is forgotten with its own session only', async () => {
    const outbox = await tab();
    for (const session of ['ses_1', 'ses_2']) await outbox.report(session, unheard);
    await settle();
    await outbox.forget('ses_1');
    for (const session of ['ses_1', 'ses_2']) await outbox.report(session, unheard);
    await settle();
    expect(relay.reports).toEqual(['ses_1 x', 'ses_2 x', 'ses_1 x']);
  });
});

describe('two tabs', () => {
  it('send one at a time and notify each other of the results', async () => {
    const [first, second] = [await tab(), await tab()];
    const seen: number[] = [];
    second.watch((_id, pending) => seen.push(pending.entries.length));
    await first.add(SESSION, line('a'));
    await second.add(SESSION, line('b'));
    await settle();
    expect(locks.most).toBe(1);
    expect(stored()).toEqual(['a', 'b']);
    expect(relay.tries).toEqual(['a', 'b']);
    expect(seen.at(-1)).toBe(0);
  });

  it('forget a failure when the other one has sent everything', async () => {
    relay.faults.push(later());
    const first = await tab();
    await first.add(SESSION, line('a'));
    await settle();
    expect(await first.pending(SESSION)).toMatchObject({ failure: { code: 'network' } });
    const seen: (string | undefined)[] = [];
    first.watch((_id, { failure }) => seen.push(failure?.code));
    await (await tab()).retryAllNow();
    await settle();
    expect(stored()).toEqual(['a']);
    await clock.move(1_000);
    expect(await first.pending(SESSION)).toEqual({ entries: [] });
    expect(seen.at(-1)).toBeUndefined();
    expect(clock.waiting).toBe(0);
  });

  it('send delayed lines once, although both wake up', async () => {
    relay.faults.push(later(), later());
    const [first, second] = [await tab(), await tab()];
    for (const id of ['a', 'b', 'c']) await first.add(SESSION, line(id));
    await settle();
    await Promise.all([first.retryAllNow(), second.retryAllNow()]);
    await settle();
    await clock.move(10_000);
    expect(stored()).toEqual(['a', 'b', 'c']);
    expect(relay.requests.filter((items) => items.length === 3)).toHaveLength(
      relay.requests.length - 1, // the first try, when only one line was there
    );
    expect(relay.requests.at(-1)).toEqual(['a', 'b', 'c']);
  });
});
