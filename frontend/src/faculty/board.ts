import type { Clock, SessionEntry } from '@viva/client';
import { backoff } from '@viva/client/toolkit';
import type { Trouble } from '../api/problems';
import { isLoginOver } from '../identity/loginError';
import { Store } from '../ui/store';
import type { FacultyApi } from './api';
import { isRefusal } from './signIn';
import { EVERYTHING, listingOf, type Filter } from './filter';
import { facultyTrouble } from './words';

export interface BoardState {
  readonly filter: Filter;
  /** Undefined until the first answer. */
  readonly entries?: readonly SessionEntry[] | undefined;
  /** Where the next page begins, if there is one. */
  readonly next?: string | undefined;
  readonly trouble?: Trouble | undefined;
  readonly loadingMore: boolean;
}

/** Tells when the tab is looked at. */
export interface Attention {
  readonly here: () => boolean;
  watch(listener: () => void): () => void;
}

export interface BoardParts {
  readonly api: Pick<FacultyApi, 'list'>;
  readonly clock: Clock;
  readonly attention: Attention;
  readonly random?: () => number;
  /** The service no longer accepts the key, or the login has run out. */
  readonly onRefused: (trouble: Trouble) => void;
}

/** How often the board asks; an unchanged page costs the service little and the network nothing. */
const EVERY_MS = 3_000;

/** How long a filter stays as it is before it is asked for. */
const SETTLED_MS = 300;

const PAGE = 100;

/** The list of encounters, kept up to date while the tab is looked at. */
export class Board {
  readonly store: Store<BoardState>;
  private etag: string | undefined;
  private cancel = () => {};
  private unwatch = () => {};
  private failures = 0;
  private refusals = 0;
  /** Counts up with the filter and at the end: an answer to an earlier question is dropped. */
  private question = 0;
  private running = false;
  /** The list shows more than its first page. */
  private extended = false;

  constructor(
    private readonly parts: BoardParts,
    filter: Filter = { ...EVERYTHING, state: 'open' },
  ) {
    this.store = new Store<BoardState>({ filter, loadingMore: false });
  }

  start(): void {
    this.running = true;
    this.unwatch = this.parts.attention.watch(() => !this.extended && this.ask());
    this.ask();
  }

  stop(): void {
    this.running = false;
    this.question += 1;
    this.cancel();
    this.unwatch();
  }

  setFilter(change: Partial<Filter>): void {
    const filter = { ...this.store.get().filter, ...change };
    this.question += 1;
    this.etag = undefined;
    this.store.set({ filter, entries: undefined, next: undefined, trouble: undefined, loadingMore: false });
    // Not for each letter of a name.
    this.later(SETTLED_MS);
  }

  /** Asks for the first page now, and then again and again. */
  ask(): void {
    this.cancel();
    this.extended = false;
    if (this.running && this.parts.attention.here()) void this.read();
  }

  /** Adds the next page. The list then stays as it is: it would shrink again with the next answer. */
  async more(): Promise<void> {
    const { filter, next, entries = [], loadingMore } = this.store.get();
    if (next === undefined || loadingMore) return;
    this.cancel();
    this.question += 1;
    const { question } = this;
    this.extended = true;
    this.store.set({ loadingMore: true, trouble: undefined });
    try {
      const listed = await this.parts.api.list({ ...listingOf(filter), limit: PAGE, cursor: next });
      if (question !== this.question || !listed) return;
      const known = new Set(entries.map((entry) => entry.sessionId));
      const added = listed.page.sessions.filter((entry) => !known.has(entry.sessionId));
      this.store.set({ entries: [...entries, ...added], next: listed.page.nextCursor, loadingMore: false });
    } catch (error) {
      const trouble = await facultyTrouble(error);
      if (question === this.question) this.store.set({ trouble, loadingMore: false });
    }
  }

  /** Takes an encounter off the list at once, for one that was erased. */
  remove(sessionId: string): void {
    this.etag = undefined;
    const { entries } = this.store.get();
    this.store.set({ entries: entries?.filter((entry) => entry.sessionId !== sessionId) });
  }

  private async read(): Promise<void> {
    const { question } = this;
    const { filter } = this.store.get();
    try {
      const listed = await this.parts.api.list({ ...listingOf(filter), limit: PAGE }, this.etag);
      if (question !== this.question) return;
      this.failures = this.refusals = 0;
      if (listed) this.etag = listed.etag;
      const shown = listed && { entries: listed.page.sessions, next: listed.page.nextCursor };
      if (shown || this.store.get().trouble) this.store.set({ ...shown, trouble: undefined });
      this.later(EVERY_MS);
    } catch (error) {
      const trouble = await facultyTrouble(error);
      if (question !== this.question) return;
      this.failures += 1;
      // One refusal may be a proxy's, while the service starts.
      if (isLoginOver(trouble) || (isRefusal(trouble) && ++this.refusals >= 3))
        return this.parts.onRefused(trouble);
      if (!isRefusal(trouble)) this.store.set({ trouble });
      this.later(
        Math.max(EVERY_MS, backoff(this.failures, this.parts.random ?? Math.random, trouble.retryAfterS)),
      );
    }
  }

  private later(ms: number): void {
    this.cancel();
    this.cancel = this.parts.clock.after(ms, () => this.ask());
  }
}
