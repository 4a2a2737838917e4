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
const items = (n: number, from = 1) => Array.from({ length: n }, (_, i) => `i${from + i}`);

let clock: FakeClock;
let relay: FakeRelay;
let outbox: Outbox;

async function tab(): Promise<Outbox> {
  const [store, locks, bus] = [await OutboxStore.open(), new FakeLocks(), new FakeBus().tab()];
  return new Outbox({ store, relay, locks, bus, clock, random: () => 0.5 });
}

/** Lines that are on disk when the network is back; the one try during the outage is not counted. */
async function heldBack(...ids: string[]): Promise<void> {
  relay.faults.push(later());
  await outbox.add(SESSION, line(ids[0]!));
  await settle();
  for (const id of ids.slice(1)) await outbox.add(SESSION, line(id));
  await settle();
  relay.requests.length = 0;
}

async function networkIsBack(): Promise<void> {
  await outbox.retryAllNow();
  for (let i = 0; i < 100 && (await waits()); i++) await settle();
}

const waits = async () => (await outbox.pending(SESSION)).entries.some((e) => e.state === 'waiting');
const stored = () => relay.rows.map((row) => row.itemId);
const aside = async () =>
  (await outbox.pending(SESSION)).entries.map((e) => `${e.itemId} ${e.state} ${e.failure?.code}`);
const acknowledged = async () => (await outbox.kept(SESSION)).map((k) => k.itemId).sort();

beforeEach(async () => {
  indexedDB = new IDBFactory();
  clock = new FakeClock();
  relay = new FakeRelay();
  outbox = await tab();
});

describe('after an outage', () => {
  it('sends a single line alone, and several as one batch in order', async () => {
    await heldBack('i1');
    await networkIsBack();
    await heldBack('i2', 'i3', 'i4');
    await networkIsBack();
    expect(relay.requests).toEqual([['i2', 'i3', 'i4']]);
    expect(stored()).toEqual(['i1', 'i2', 'i3', 'i4']);
    expect(await acknowledged()).toEqual(['i1', 'i2', 'i3', 'i4']);
  });

  it('puts at most a hundred lines into a batch', async () => {
    await heldBack(...items(230));
    await networkIsBack();
    expect(relay.requests.map((r) => r.length)).toEqual([100, 100, 30]);
    expect(stored()).toEqual(items(230));
  });

  it('puts long lines into batches that fit into a body', async () => {
    relay.faults.push(later());
    await outbox.add(SESSION, line('i1', 'ä'.repeat(20_000)));
    await settle();
    for (const id of items(6, 2)) await outbox.add(SESSION, line(id, 'ä'.repeat(20_000)));
    relay.requests.length = 0;
    await networkIsBack();
    expect(relay.requests.map((r) => r.length)).toEqual([3, 3, 1]);
    expect(stored()).toEqual(items(7));
  });

  it('sends new lines after the waiting ones', async () => {
    await heldBack('i1', 'i2');
    let arrive = () => {};
    relay.gate = new Promise((resolve) => (arrive = resolve));
    await outbox.retryAllNow();
    await settle();
    await outbox.add(SESSION, line('i3'));
    arrive();
    await settle();
    expect(relay.requests).toEqual([['i1', 'i2'], ['i3']]);
    expect(stored()).toEqual(['i1', 'i2', 'i3']);
  });

  it('sets the refused half of a batch aside and saves the other', async () => {
    relay.rows.push({ sessionId: SESSION, itemId: 'i2', text: 'other words' });
    await heldBack('i1', 'i2', 'i3');
    await networkIsBack();
    expect(await acknowledged()).toEqual(['i1', 'i3']);
    expect(await aside()).toEqual(['i2 attention item_conflict']);
    relay.ended = true;
    await heldBack('i3', 'i4', 'i5');
    await networkIsBack();
    expect(await aside()).toEqual([
      'i2 attention item_conflict',
      'i4 attention session_ended',
      'i5 attention session_ended',
    ]);
    expect(relay.requests).toHaveLength(1);
  });

  it('treats lines as unsaved after a lost answer, until the repeated batch confirms them', async () => {
    await heldBack('i1', 'i2', 'i3');
    relay.faults.push('lost answer');
    await networkIsBack();
    expect(stored()).toEqual(['i1', 'i2', 'i3']);
    expect(await acknowledged()).toEqual([]);
    expect(await aside()).toHaveLength(3);
    await clock.move(60_000);
    expect(relay.requests).toEqual([
      ['i1', 'i2', 'i3'],
      ['i1', 'i2', 'i3'],
    ]);
    expect(stored()).toEqual(['i1', 'i2', 'i3']);
    expect(await acknowledged()).toEqual(['i1', 'i2', 'i3']);
  });

  it('neither loses nor doubles lines when reloaded in the middle of a batch', async () => {
    await heldBack('i1', 'i2', 'i3');
    relay.gate = new Promise(() => {});
    await networkIsBack();
    expect(stored()).toEqual(['i1', 'i2', 'i3']);
    relay.gate = undefined;
    outbox = await tab();
    await networkIsBack();
    expect(stored()).toEqual(['i1', 'i2', 'i3']);
    expect(await acknowledged()).toEqual(['i1', 'i2', 'i3']);
    expect((await outbox.pending(SESSION)).entries).toEqual([]);
  });

  it.each([429, 503])(
    'a batch that is answered %i waits as long as asked and then goes whole',
    async (status) => {
      await heldBack('i1', 'i2');
      relay.faults.push(later(30, status));
      await networkIsBack();
      await outbox.retryAllNow();
      await clock.move(29_999);
      expect(relay.requests).toHaveLength(1);
      expect(await aside()).toEqual(['i1 waiting undefined', 'i2 waiting undefined']);
      await clock.move(1_000);
      expect(relay.requests).toEqual([
        ['i1', 'i2'],
        ['i1', 'i2'],
      ]);
      expect(await acknowledged()).toEqual(['i1', 'i2']);
    },
  );
});

describe('a line that cannot be encoded', () => {
  const dateless = (itemId: string) => ({ ...line(itemId), startedAt: new Date(NaN) });

  it('is not taken', async () => {
    await expect(outbox.add(SESSION, dateless('i1'))).rejects.toThrow('i1');
    expect((await outbox.pending(SESSION)).entries).toEqual([]);
  });

  it('is set aside alone when an earlier version left it on disk', async () => {
    await heldBack('i1');
    await (await OutboxStore.open()).put(SESSION, dateless('i2'));
    await outbox.add(SESSION, line('i3'));
    relay.invalid.add('i2');
    await networkIsBack();
    expect(relay.requests).toEqual([['i1'], ['i2'], ['i3']]);
    expect(await aside()).toEqual(['i2 attention invalid_body']);
  });
});

const OUT_OF_REACH = { kind: 'refused', failure: { code: 'unauthenticated', status: 401 } } as const;

describe('a batch that is refused as a whole', () => {
  it('sets the faulty lines aside and sends the rest', async () => {
    relay.invalid.add('i2').add('i4');
    await heldBack(...items(5));
    await networkIsBack();
    expect(relay.requests).toEqual([items(5), ['i1', 'i3', 'i5']]);
    expect(await aside()).toEqual(['i2 attention invalid_body', 'i4 attention invalid_body']);
  });

  it('is halved until the faulty line is alone, when the answer does not name it', async () => {
    relay.invalid.add('i6');
    relay.vague = true;
    await heldBack(...items(8));
    await networkIsBack();
    expect(stored()).toEqual(items(8).filter((id) => id !== 'i6'));
    expect(await aside()).toEqual(['i6 attention invalid_body']);
    expect(relay.requests.length).toBeLessThan(10);
  });

  it('is split when it is too large', async () => {
    await heldBack(...items(4));
    relay.faults.push({ kind: 'refused', failure: { code: 'body_too_large', status: 413 } });
    await networkIsBack();
    expect(stored()).toEqual(items(4));
    expect(await aside()).toEqual([]);
  });

  it('is set aside when the session stays denied', async () => {
    await heldBack('i1', 'i2', 'i3');
    for (let i = 0; i < 20; i++) relay.faults.push(OUT_OF_REACH);
    await networkIsBack();
    expect(await aside()).toEqual(items(3).map((id) => `${id} waiting undefined`));
    await clock.move(30_000);
    expect(relay.requests.length).toBeGreaterThanOrEqual(3);
    expect(await aside()).toEqual(items(3).map((id) => `${id} attention unauthenticated`));
  });

  it('is sent again while denials are not in a row', async () => {
    await heldBack('i1', 'i2', 'i3');
    for (let i = 0; i < 10; i++) relay.faults.push(OUT_OF_REACH, later(), OUT_OF_REACH);
    await networkIsBack();
    await clock.move(15 * 60_000);
    expect(stored()).toEqual(items(3));
    expect(await aside()).toEqual([]);
  });

  it('is denied anew when a person sends it again', async () => {
    await heldBack('i1');
    for (let i = 0; i < 20; i++) relay.faults.push(OUT_OF_REACH);
    await networkIsBack();
    await clock.move(60_000);
    expect(await aside()).toEqual(['i1 attention unauthenticated']);
    relay.faults.length = 0;
    relay.faults.push(OUT_OF_REACH);
    await outbox.retry((await outbox.pending(SESSION)).entries[0]!);
    await settle();
    expect(await aside()).toEqual(['i1 waiting undefined']);
    await clock.move(10_000);
    expect(stored()).toEqual(['i1']);
  });

  it('is sent again after a single 404', async () => {
    await heldBack('i1', 'i2', 'i3');
    relay.faults.push(OUT_OF_REACH);
    await networkIsBack();
    await clock.move(10_000);
    expect(stored()).toEqual(items(3));
    expect(await aside()).toEqual([]);
  });
});
