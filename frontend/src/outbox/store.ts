import type { TranscriptLine } from '@viva/client';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Trouble } from '../api/problems';

/** A final line on its way to the service. */
export interface Entry {
  /** Its place in the queue of this device. */
  readonly key: number;
  readonly sessionId: string;
  readonly itemId: string;
  readonly line: TranscriptLine;
  /** `attention`: the service refused it; it is kept until someone decides. */
  readonly state: 'waiting' | 'attention';
  readonly trouble?: Trouble;
}

/** That a line of this device is stored by the service; the words themselves are no longer kept here. */
export interface Kept {
  readonly sessionId: string;
  readonly itemId: string;
  readonly seq: number;
}

interface Schema extends DBSchema {
  lines: { key: number; value: Omit<Entry, 'key'>; indexes: { item: [string, string]; session: string } };
  kept: { key: [string, string]; value: Kept; indexes: { session: string } };
}

/** The queue on disk. Every method is one transaction, so a reload at any moment leaves a line in exactly one place. */
export class OutboxStore {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(name = 'viva-outbox'): Promise<OutboxStore> {
    const db = await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        const lines = fresh.createObjectStore('lines', { autoIncrement: true });
        lines.createIndex('item', ['sessionId', 'itemId'], { unique: true });
        lines.createIndex('session', 'sessionId');
        fresh
          .createObjectStore('kept', { keyPath: ['sessionId', 'itemId'] })
          .createIndex('session', 'sessionId');
      },
    });
    return new OutboxStore(db);
  }

  /** Puts a line at the end, unless this device has had it already. `strict`: on disk before this resolves. */
  async put(sessionId: string, line: TranscriptLine): Promise<boolean> {
    const tx = this.db.transaction(['lines', 'kept'], 'readwrite', { durability: 'strict' });
    const id: [string, string] = [sessionId, line.itemId];
    const known =
      (await tx.objectStore('kept').getKey(id)) ?? (await tx.objectStore('lines').index('item').getKey(id));
    if (known === undefined) {
      await tx.objectStore('lines').add({ sessionId, itemId: line.itemId, line, state: 'waiting' });
    }
    await tx.done;
    return known === undefined;
  }

  /** The lines of a session in the order they were put. */
  async list(sessionId: string): Promise<Entry[]> {
    const found: Entry[] = [];
    const index = this.db.transaction('lines').store.index('session');
    for await (const cursor of index.iterate(sessionId))
      found.push({ ...cursor.value, key: cursor.primaryKey });
    return found;
  }

  async next(sessionId: string): Promise<Entry | undefined> {
    return (await this.list(sessionId)).find((entry) => entry.state === 'waiting');
  }

  /** Stored by the service: out of the queue and into the list of what is kept, in one step. */
  async keep(entry: Entry, seq: number): Promise<void> {
    const tx = this.db.transaction(['lines', 'kept'], 'readwrite');
    await tx.objectStore('lines').delete(entry.key);
    await tx.objectStore('kept').put({ sessionId: entry.sessionId, itemId: entry.itemId, seq });
    await tx.done;
  }

  async mark(entry: Entry, state: Entry['state'], trouble?: Trouble): Promise<void> {
    const { sessionId, itemId, line } = entry;
    await this.db.put('lines', { sessionId, itemId, line, state, ...(trouble && { trouble }) }, entry.key);
  }

  async remove(entry: Entry): Promise<void> {
    await this.db.delete('lines', entry.key);
  }

  kept(sessionId: string): Promise<Kept[]> {
    return this.db.getAllFromIndex('kept', 'session', sessionId);
  }

  /** The sessions that have lines here, waiting or refused. */
  async sessions(): Promise<string[]> {
    return [...new Set((await this.db.getAll('lines')).map((entry) => entry.sessionId))];
  }

  /** Forgets what is known of a session whose grant is gone; lines that were never stored stay. */
  async forget(sessionId: string): Promise<void> {
    const tx = this.db.transaction('kept', 'readwrite');
    for await (const cursor of tx.store.index('session').iterate(sessionId)) await cursor.delete();
    await tx.done;
  }

  close(): void {
    this.db.close();
  }
}
