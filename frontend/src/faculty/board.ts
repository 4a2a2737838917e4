import type { Clock, SessionEntry } from '@viva/client';
import { backoff, RepeatedRefusals } from '@viva/client/toolkit';
import type { Trouble } from '../api/problems';
import { isLoginOver } from '../identity/loginError';
import { Store } from '../ui/store';
import type { FacultyApi, Listing } from './api';
import { AskedPause } from './askedPause';
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
  /** It shows more than its first page, and is not kept up to date. */
  readonly still: boolean;
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

/** How many pages without an entry are read for one answer. */
const MAX_EMPTY_PAGES = 5;

interface Found {
  readonly entries: readonly SessionEntry[];
  readonly next: string | undefined;
  readonly etag: string | undefined;
  /** How many were read for it. */
  readonly pages: number;
}

/** The list of encounters, kept up to date while the tab is looked at. */
export class Board {
  readonly store: Store<BoardState>;
  private etag: string | undefined;
  private cancel = () => {};
  private unwatch = () => {};
  private failures = 0;
  private readonly refusals: RepeatedRefusals;
  private readonly asked: AskedPause;
  /** Counts up with each read and at the end: an answer to an earlier question is dropped. */
  private question = 0;
  private running = false;

  constructor(
    private readonly parts: BoardParts,
    filter: Filter = { ...EVERYTHING, state: 'open' },
  ) {
    this.store = new Store<BoardState>({ filter, loadingMore: false, still: false });
    this.refusals = new RepeatedRefusals(parts.clock);
    this.asked = new AskedPause(parts.clock);
  }

  start(): void {
    this.running = true;
    this.unwatch = this.parts.attention.watch(() => {
      const { still, loadingMore } = this.store.get();
      if (!still && !loadingMore) this.ask();
    });
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
    this.store.set({
      filter,
      entries: undefined,
      next: undefined,
      trouble: undefined,
      loadingMore: false,
      still: false,
    });
    // Not for each letter of a name.
    this.later(SETTLED_MS);
  }

  /** Asks for the first page now, and then again and again; once a pause that the service asked for is over. */
  ask(): void {
    this.cancel();
    if (!this.running || !this.parts.attention.here()) return;
    const wait = this.asked.left;
    if (wait > 0) return this.later(wait);
    void this.read();
  }

  /** Shows the first page alone again, and keeps it up to date. */
  again(): void {
    this.question += 1;
    this.store.set({ still: false, loadingMore: false });
    this.ask();
  }

  /** Adds the next page. The list then stands still: it would shrink again with the next answer. */
  async more(): Promise<void> {
    const { next, loadingMore } = this.store.get();
    if (next === undefined || loadingMore) return;
    this.cancel();
    this.question += 1;
    this.store.set({ loadingMore: true, trouble: undefined });
    await this.add(next);
  }

  /** Takes an encounter off the list at once, for one that was erased. */
  remove(sessionId: string): void {
    this.etag = undefined;
    const { entries } = this.store.get();
    this.store.set({ entries: entries?.filter((entry) => entry.sessionId !== sessionId) });
  }

  private async add(cursor: string): Promise<void> {
    const wait = this.asked.left;
    if (wait > 0) {
      this.cancel = this.parts.clock.after(wait, () => void this.add(cursor));
      return;
    }
    const { question } = this;
    try {
      const found = await this.search({ cursor });
      if (question !== this.question) return;
      this.answered();
      this.etag = undefined;
      const { entries = [] } = this.store.get();
      const known = new Set(entries.map((entry) => entry.sessionId));
      const added = (found?.entries ?? []).filter((entry) => !known.has(entry.sessionId));
      this.store.set({ entries: [...entries, ...added], next: found?.next, loadingMore: false, still: true });
    } catch (error) {
      const trouble = await this.troubleOf(error);
      if (question !== this.question) return;
      const wait = this.waitAfter(trouble);
      if (wait === undefined) return this.parts.onRefused(trouble);
      if (isRefusal(trouble)) {
        this.cancel = this.parts.clock.after(wait, () => void this.add(cursor));
        return;
      }
      this.store.set({ trouble, loadingMore: false });
      if (!this.store.get().still) this.later(wait);
    }
  }

  private async read(): Promise<void> {
    // One that hung before the computer slept fails later, and says nothing about this one.
    const question = ++this.question;
    try {
      const found = await this.search({}, this.etag);
      if (question !== this.question) return;
      this.answered();
      if (found) this.etag = found.etag;
      const shown = found && { entries: found.entries, next: found.next };
      if (shown || this.store.get().trouble) this.store.set({ ...shown, trouble: undefined });
      // As many requests in the end, however many pages an answer takes.
      this.later(EVERY_MS * (found?.pages ?? 1));
    } catch (error) {
      const trouble = await this.troubleOf(error);
      if (question !== this.question) return;
      const wait = this.waitAfter(trouble);
      if (wait === undefined) return this.parts.onRefused(trouble);
      if (!isRefusal(trouble)) this.store.set({ trouble });
      this.later(wait);
    }
  }

  /**
   * One page of the list; undefined when it has not changed. Reads on past pages that are empty and yet not the last, as
   * those of a search by name may be: but not for ever, for somebody waits.
   */
  private async search(from: Pick<Listing, 'cursor'>, etag?: string): Promise<Found | undefined> {
    const { question } = this;
    const listing = { ...listingOf(this.store.get().filter), limit: PAGE };
    let listed = await this.parts.api.list({ ...listing, ...from }, etag);
    let pages = 1;
    while (listed && question === this.question && pages < MAX_EMPTY_PAGES) {
      const { sessions, nextCursor } = listed.page;
      if (sessions.length > 0 || nextCursor === undefined) break;
      listed = await this.parts.api.list({ ...listing, cursor: nextCursor });
      pages += 1;
    }
    if (!listed) return undefined;
    const { sessions: entries, nextCursor: next } = listed.page;
    // Of several pages, the first may stay as it is while another one changes.
    return { entries, next, pages, etag: pages === 1 ? listed.etag : undefined };
  }

  private answered(): void {
    this.failures = 0;
    this.refusals.reset();
  }

  /** How long to wait after a failure; undefined when trying again is no use. */
  private waitAfter(trouble: Trouble): number | undefined {
    this.failures += 1;
    if (!isRefusal(trouble)) this.refusals.reset();
    // A few quick refusals may be a proxy's, while the service starts.
    if (isLoginOver(trouble) || (isRefusal(trouble) && this.refusals.record())) return undefined;
    return Math.max(EVERY_MS, this.asked.left, backoff(this.failures, this.random));
  }

  /** Keeps the pause that it asks for, also as the answer to an earlier question. */
  private async troubleOf(error: unknown): Promise<Trouble> {
    const trouble = await facultyTrouble(error);
    const { retryAfterS } = trouble;
    if (retryAfterS) this.asked.take(backoff(this.failures + 1, this.random, retryAfterS));
    return trouble;
  }

  private get random(): () => number {
    return this.parts.random ?? Math.random;
  }

  private later(ms: number): void {
    this.cancel();
    this.cancel = this.parts.clock.after(ms, () => this.ask());
  }
}
