import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

const WORDS = {
  held_by_other_tab:
    'An older version of this page is open in another tab and holds what is kept on this device. Close the other tabs of this page, then reload this one.',
  renewed_in_other_tab: 'A newer version of this page was opened in another tab. Reload this one to go on.',
  storage_closed: 'This page has closed what is kept on this device. Reload it to go on.',
} as const;

/** Why this browser's storage is unavailable; the message is for the user. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(readonly code: keyof typeof WORDS) {
    super(WORDS[code]);
  }
}

export type Upgrade<S extends DBSchema> = (fresh: IDBPDatabase<S>, before: number) => void;

/**
 * A database of this browser, shared by its tabs. A tab never blocks a newer page that has to upgrade the database: it
 * closes its connection. A connection that the browser closes is reopened at the next use.
 */
export class BrowserDatabase<S extends DBSchema> {
  private connection: Promise<IDBPDatabase<S>> | undefined;
  private closed = false;

  constructor(
    private readonly name: string,
    private readonly version: number,
    private readonly upgrade: Upgrade<S>,
  ) {}

  /** The connection; rejects with a `StorageError` where another tab is the reason that there is none. */
  get(): Promise<IDBPDatabase<S>> {
    if (this.closed) return Promise.reject(new StorageError('storage_closed'));
    this.connection ??= this.connect();
    return this.connection;
  }

  close(): void {
    this.closed = true;
    this.connection?.then(
      (db) => db.close(),
      () => undefined, // Never opened.
    );
  }

  private connect(): Promise<IDBPDatabase<S>> {
    return new Promise((resolve, reject) => {
      const opening = openDB<S>(this.name, this.version, {
        upgrade: (fresh, before) => this.upgrade(fresh, before),
        // The request stays open: another one would wait behind it.
        blocked: () => reject(new StorageError('held_by_other_tab')),
        blocking: (_ours, theirs, event) => {
          (event.target as IDBDatabase).close();
          // Deleted, not upgraded: the next use creates it again.
          this.connection = theirs === null ? undefined : refused('renewed_in_other_tab');
        },
        terminated: () => {
          if (this.connection === opening) this.connection = undefined;
        },
      });
      opening.then(
        (db) => {
          resolve(db);
          // What was blocked is open after all.
          this.connection = opening;
          if (this.closed) db.close();
        },
        (error: unknown) => {
          const outdated = error instanceof Error && error.name === 'VersionError';
          this.connection = undefined;
          reject(outdated ? new StorageError('renewed_in_other_tab') : error);
        },
      );
    });
  }
}

function refused(code: StorageError['code']): Promise<never> {
  const refusal = Promise.reject(new StorageError(code));
  // Callers get the rejection; without one it must not count as uncaught.
  refusal.catch(() => undefined);
  return refusal;
}
