import { ResponseError, type SessionEntry, type SessionPage } from '@viva/client';
import type { FacultyApi, Listing } from '../faculty/api';
import type { Attention } from '../faculty/board';

/** The list of a service, answered by hand. */
export class FakeList implements Pick<FacultyApi, 'list'> {
  readonly asked: { listing: Listing; etag: string | undefined }[] = [];
  entries: SessionEntry[] = [];
  /** The cursor of a second page, and what stands on it. */
  next: string | undefined;
  second: SessionEntry[] = [];
  /** Further pages by their cursors. */
  readonly further = new Map<string, SessionPage>();
  version = 1;
  /** What the next requests are answered with instead, one each. */
  readonly faults: unknown[] = [];
  /** Waited for before each answer. */
  wait: Promise<void> | undefined;

  async list(listing: Listing, etag?: string) {
    this.asked.push({ listing, etag });
    const fault = this.faults.shift();
    await this.wait;
    if (fault) throw fault;
    const further = this.further.get(listing.cursor ?? '');
    if (further) return { page: further, etag: listing.cursor };
    if (listing.cursor !== undefined) return { page: { sessions: this.second }, etag: 'second' };
    const now = `v${this.version}`;
    if (etag === now) return undefined;
    return { page: { sessions: this.entries, ...(this.next && { nextCursor: this.next }) }, etag: now };
  }

  show(...entries: SessionEntry[]): void {
    this.entries = entries;
    this.version += 1;
  }
}

export function entry(sessionId: string, more: Partial<SessionEntry> = {}): SessionEntry {
  return {
    sessionId,
    state: 'open',
    phase: 'subjective',
    scenarioId: 'knee-after-football',
    personaId: 'hana-suzuki',
    createdAt: new Date(Date.UTC(2026, 10, 2, 10, 4)),
    deadlineAt: new Date(Date.UTC(2026, 10, 2, 10, 34)),
    lastSeq: 0,
    inCall: false,
    ...more,
  };
}

/** A tab that is looked at, or not. */
export class FakeAttention implements Attention {
  private looking = true;
  private readonly listeners = new Set<() => void>();

  readonly here = () => this.looking;

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  look(here: boolean): void {
    this.looking = here;
    this.listeners.forEach((listener) => listener());
  }
}

/** A tab's storage. */
export class FakePlace {
  readonly kept = new Map<string, string>();
  forbidden = false;

  getItem(name: string): string | null {
    this.check();
    return this.kept.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.check();
    this.kept.set(name, value);
  }

  removeItem(name: string): void {
    this.check();
    this.kept.delete(name);
  }

  private check(): void {
    if (this.forbidden) throw new DOMException('No.', 'SecurityError');
  }
}

/** A tab's storage as a browser has it: what is kept are its own properties. */
export class FakeTab {
  [name: string]: unknown;

  getItem(name: string): string | null {
    return Object.hasOwn(this, name) ? String(this[name]) : null;
  }

  setItem(name: string, value: string): void {
    this[name] = value;
  }

  removeItem(name: string): void {
    delete this[name];
  }
}

export function refusal(status: number, headers: Record<string, string> = {}): ResponseError {
  return new ResponseError(new Response('', { status, headers }));
}
