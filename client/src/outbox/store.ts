import type { TranscriptError, TranscriptLine } from '../api/index.js';
import type { DBSchema } from 'idb';
import type { Failure } from '../problems/failure.js';
import { BrowserDatabase } from '../storage/database.js';
import type { Settlement } from './batch.js';

/** A final line on its way to the service. */
export interface Entry {
  /** Its place in the queue of this device. */
  readonly key: number;
  readonly sessionId: string;
  readonly itemId: string;
  readonly line: TranscriptLine;
  /** Typed to the patient, who answers it. */
  readonly typed?: true;
  /** Of a typed line: the number of the latest call that was known when it was typed. */
  readonly latestCall?: number;
  /** `attention`: the service refused it; it is kept until someone decides. */
  readonly state: 'waiting' | 'attention';
  /** Why it was refused. */
  readonly failure?: Failure;
}

/** A line of this device that the service has stored; its words are no longer kept here. */
export interface Kept {
  readonly sessionId: string;
  readonly itemId: string;
  /** Absent when the service stored the line and sent no receipt: it refused to answer it. */
  readonly seq?: number;
}

/** A pause that the service asked for. It holds for every tab and across reloads. Times are of the device's clock. */
export interface AskedPause {
  readonly sessionId: string;
  readonly from: number;
  readonly until: number;
  readonly failure: Failure;
}

/** A transcription error to report. It is kept after it was sent, so that it is sent once. */
export interface Report {
  readonly sessionId: string;
  readonly itemId: string;
  readonly detail: string;
  readonly told: boolean;
}

interface Schema extends DBSchema {
  lines: { key: number; value: Omit<Entry, 'key'>; indexes: { item: [string, string]; session: string } };
  kept: { key: [string, string]; value: Kept; indexes: { session: string } };
  pauses: { key: string; value: AskedPause };
  reports: { key: [string, string]; value: Report };
}

/** The queue on disk. Every method is one transaction, so a reload at any moment leaves a line in exactly one place. */
export class OutboxStore {
  private constructor(private readonly database: BrowserDatabase<Schema>) {}

  static async open(name = 'viva-outbox'): Promise<OutboxStore> {
    const database = new BrowserDatabase<Schema>(name, 2, (fresh, before) => {
      if (before < 1) {
        const lines = fresh.createObjectStore('lines', { autoIncrement: true });
        lines.createIndex('item', ['sessionId', 'itemId'], { unique: true });
        lines.createIndex('session', 'sessionId');
        const kept = fresh.createObjectStore('kept', { keyPath: ['sessionId', 'itemId'] });
        kept.createIndex('session', 'sessionId');
      }
      if (before < 2) {
        fresh.createObjectStore('pauses', { keyPath: 'sessionId' });
        fresh.createObjectStore('reports', { keyPath: ['sessionId', 'itemId'] });
      }
    });
    // Fails now rather than with the first line if this browser allows no storage.
    await database.get();
    return new OutboxStore(database);
  }

  /** Adds a line at the end, unless this device already had it. `strict`: on disk before this resolves. */
  async put(
    sessionId: string,
    line: TranscriptLine,
    typed?: Pick<Entry, 'typed' | 'latestCall'>,
  ): Promise<boolean> {
    const tx = (await this.db()).transaction(['lines', 'kept'], 'readwrite', {
      durability: 'strict',
    });
    const id: [string, string] = [sessionId, line.itemId];
    const known =
      (await tx.objectStore('kept').getKey(id)) ?? (await tx.objectStore('lines').index('item').getKey(id));
    if (known === undefined) {
      await tx.objectStore('lines').add({
        sessionId,
        itemId: line.itemId,
        line,
        state: 'waiting',
        ...typed,
      });
    }
    await tx.done;
    return known === undefined;
  }

  /** The lines of a session in the order they were put. */
  async list(sessionId: string): Promise<Entry[]> {
    const index = (await this.db()).transaction('lines').store.index('session');
    const [keys, values] = await Promise.all([index.getAllKeys(sessionId), index.getAll(sessionId)]);
    return values.map((value, i) => ({ ...value, key: keys[i]! }));
  }

  async waiting(sessionId: string): Promise<Entry[]> {
    return (await this.list(sessionId)).filter((entry) => entry.state === 'waiting');
  }

  /**
   * Applies the service's answer for several lines in one step: a stored line moves from the queue to the acknowledged
   * ones, a refused line is set aside. A line discarded meanwhile does not come back.
   */
  async settle({ kept, refused }: Settlement): Promise<void> {
    const tx = (await this.db()).transaction(['lines', 'kept'], 'readwrite');
    const lines = tx.objectStore('lines');
    const done = kept.flatMap(({ entry: { key, sessionId, itemId }, ...place }) => [
      lines.delete(key),
      tx.objectStore('kept').put({ sessionId, itemId, ...place }),
    ]);
    const aside = refused.map(async ({ entry, failure }) => {
      const there = await lines.get(entry.key);
      if (there) await lines.put({ ...there, state: 'attention', failure }, entry.key);
    });
    await Promise.all([...done, ...aside, tx.done]);
  }

  /** Queues a refused line again. */
  async requeue({ key, ...entry }: Entry): Promise<void> {
    const waiting = { ...entry, state: 'waiting' as const };
    delete waiting.failure;
    const tx = (await this.db()).transaction('lines', 'readwrite');
    if ((await tx.store.getKey(key)) !== undefined) {
      await tx.store.put(waiting, key);
    }
    await tx.done;
  }

  async remove(entry: Entry): Promise<void> {
    await (await this.db()).delete('lines', entry.key);
  }

  async kept(sessionId: string): Promise<Kept[]> {
    return (await this.db()).getAllFromIndex('kept', 'session', sessionId);
  }

  /** A pause that ends later stays: another tab was asked for it. */
  async pause(asked: AskedPause): Promise<void> {
    const tx = (await this.db()).transaction('pauses', 'readwrite');
    const before = current(await tx.store.get(asked.sessionId), asked.from);
    if (!before || before.until < asked.until) await tx.store.put(asked);
    await tx.done;
  }

  /** The current pause. One from a clock that was set back since does not count: it could last for years. */
  async pauseAt(sessionId: string, now: number): Promise<AskedPause | undefined> {
    return current(await (await this.db()).get('pauses', sessionId), now);
  }

  /** Whether it is new: an item is reported once. */
  async putReport(sessionId: string, { itemId, detail }: TranscriptError): Promise<boolean> {
    const tx = (await this.db()).transaction('reports', 'readwrite');
    const known = await tx.store.getKey([sessionId, itemId]);
    if (known === undefined) await tx.store.add({ sessionId, itemId, detail, told: false });
    await tx.done;
    return known === undefined;
  }

  async nextReport(sessionId: string): Promise<Report | undefined> {
    const all = await (await this.db()).getAll('reports', ofSession(sessionId));
    return all.find((report) => !report.told);
  }

  async reported(report: Report): Promise<void> {
    await (await this.db()).put('reports', { ...report, told: true });
  }

  /** The sessions with lines on this device, waiting or refused, or with unsent reports. */
  async sessions(): Promise<string[]> {
    const lines = await (await this.db()).getAll('lines');
    const reports = (await (await this.db()).getAll('reports')).filter((report) => !report.told);
    return [...new Set([...lines, ...reports].map(({ sessionId }) => sessionId))];
  }

  /** Forgets a session whose grant has expired; lines that were never stored stay. */
  async forget(sessionId: string): Promise<void> {
    const tx = (await this.db()).transaction(['kept', 'pauses', 'reports'], 'readwrite');
    await tx.objectStore('pauses').delete(sessionId);
    await tx.objectStore('reports').delete(ofSession(sessionId));
    const index = tx.objectStore('kept').index('session');
    for await (const cursor of index.iterate(sessionId)) await cursor.delete();
    await tx.done;
  }

  close(): void {
    this.database.close();
  }

  private db(): ReturnType<BrowserDatabase<Schema>['get']> {
    return this.database.get();
  }
}

function current(asked: AskedPause | undefined, now: number): AskedPause | undefined {
  return asked && asked.from <= now && now < asked.until ? asked : undefined;
}

/** Every key of a session where the item's id is the second part: in IndexedDB an array comes after every string. */
function ofSession(sessionId: string): IDBKeyRange {
  return IDBKeyRange.bound([sessionId], [sessionId, []]);
}
