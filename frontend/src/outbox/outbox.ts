import type { TranscriptLine } from '@viva/client';
import { troubleOf, type Trouble } from '../api/problems';
import { backoff } from '../time/backoff';
import { pause, type Clock } from '../time/clock';
import type { Bus, Locks } from './locks';
import type { Entry, Kept, OutboxStore } from './store';

/** What became of one try to send a line. */
export type Outcome =
  | { readonly kind: 'stored'; readonly seq: number }
  | { readonly kind: 'later'; readonly trouble: Trouble }
  | { readonly kind: 'refused'; readonly trouble: Trouble };

export type Send = (sessionId: string, line: TranscriptLine) => Promise<Outcome>;

/** What is not yet with the service, for one session. */
export interface Pending {
  readonly entries: readonly Entry[];
  /** Why the last try failed, while it will be tried again. */
  readonly trouble?: Trouble;
  /** When that will be, in the clock's milliseconds. */
  readonly nextTryAt?: number;
}

export interface OutboxParts {
  readonly store: OutboxStore;
  readonly send: Send;
  readonly locks: Locks;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: () => number;
}

interface Queue {
  failures: number;
  draining: boolean;
  again: boolean;
  cancelTimer?: (() => void) | undefined;
  nextTryAt?: number | undefined;
  trouble?: Trouble | undefined;
}

/**
 * Final lines between the moment they are known and the moment the service has them. A line is on disk before it is
 * sent and leaves only when the service says that it is stored; the order within a session is kept; a line that is
 * refused stands aside, in words, and does not hold up those behind it.
 */
export class Outbox {
  private readonly queues = new Map<string, Queue>();
  private readonly listeners = new Set<(sessionId: string, pending: Pending) => void>();

  constructor(private readonly parts: OutboxParts) {
    parts.bus.listen((sessionId) => void this.tell(sessionId));
  }

  /** Resolves when the line is on disk. The same item again changes nothing. */
  async add(sessionId: string, line: TranscriptLine): Promise<void> {
    if (!(await this.parts.store.put(sessionId, line))) return;
    await this.changed(sessionId);
    this.kick(sessionId);
  }

  /**
   * Starts sending what waits. A pause between two tries is kept, unless someone is `impatient` (the network came back,
   * the encounter is ending); a pause that the service asked for is kept always.
   */
  kick(sessionId: string, impatient = false): void {
    const queue = this.queue(sessionId);
    if (queue.cancelTimer) {
      if (!impatient || queue.trouble?.retryAfterS) return;
      queue.cancelTimer();
      queue.cancelTimer = undefined;
    }
    queue.again = true;
    if (!queue.draining) void this.drainUntilQuiet(sessionId, queue);
  }

  /** The same for every session that has lines on this device. */
  async kickAll(): Promise<void> {
    for (const sessionId of await this.parts.store.sessions()) this.kick(sessionId, true);
  }

  /** Waits until nothing waits, at the most `ms`. Says whether all is stored. */
  async flush(sessionId: string, ms: number): Promise<boolean> {
    this.kick(sessionId, true);
    const late = new AbortController();
    const stop = this.watch((changed, pending) => {
      if (changed === sessionId && !pending.entries.some((e) => e.state === 'waiting')) late.abort();
    });
    if ((await this.pending(sessionId)).entries.some((e) => e.state === 'waiting')) {
      await pause(this.parts.clock, ms, late.signal);
    }
    stop();
    return (await this.pending(sessionId)).entries.length === 0;
  }

  async retry(entry: Entry): Promise<void> {
    await this.parts.store.mark(entry, 'waiting');
    await this.changed(entry.sessionId);
    this.kick(entry.sessionId);
  }

  /** Only ever by someone's decision. */
  async discard(entry: Entry): Promise<void> {
    await this.parts.store.remove(entry);
    await this.changed(entry.sessionId);
  }

  async pending(sessionId: string): Promise<Pending> {
    const { trouble, nextTryAt } = this.queue(sessionId);
    const entries = await this.parts.store.list(sessionId);
    return { entries, ...(trouble && { trouble }), ...(nextTryAt !== undefined && { nextTryAt }) };
  }

  kept(sessionId: string): Promise<Kept[]> {
    return this.parts.store.kept(sessionId);
  }

  watch(listener: (sessionId: string, pending: Pending) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private queue(sessionId: string): Queue {
    let queue = this.queues.get(sessionId);
    if (!queue) this.queues.set(sessionId, (queue = { failures: 0, draining: false, again: false }));
    return queue;
  }

  private async drainUntilQuiet(sessionId: string, queue: Queue): Promise<void> {
    queue.draining = true;
    try {
      while (queue.again) {
        queue.again = false;
        await this.parts.locks.exclusively(`viva-outbox-${sessionId}`, () => this.drain(sessionId, queue));
      }
    } catch (error) {
      // The disk or the lock failed, not the service: the lines are where they were, and it is tried again.
      this.postpone(sessionId, queue, await troubleOf(error));
    } finally {
      queue.draining = false;
    }
  }

  private async drain(sessionId: string, queue: Queue): Promise<void> {
    for (;;) {
      const entry = await this.parts.store.next(sessionId);
      if (!entry) return;
      const outcome = await this.parts.send(sessionId, entry.line);
      if (outcome.kind === 'later') {
        this.postpone(sessionId, queue, outcome.trouble);
        return this.tell(sessionId);
      }
      queue.failures = 0;
      queue.trouble = queue.nextTryAt = undefined;
      if (outcome.kind === 'stored') await this.parts.store.keep(entry, outcome.seq);
      else await this.parts.store.mark(entry, 'attention', outcome.trouble);
      await this.changed(sessionId);
    }
  }

  private postpone(sessionId: string, queue: Queue, trouble: Trouble): void {
    queue.failures += 1;
    queue.trouble = trouble;
    const wait = backoff(queue.failures, this.parts.random, trouble.retryAfterS);
    queue.nextTryAt = this.parts.clock.now() + wait;
    queue.cancelTimer = this.parts.clock.after(wait, () => {
      queue.cancelTimer = undefined;
      this.kick(sessionId);
    });
    // What was asked for meanwhile must not undercut the wait just promised.
    queue.again = false;
  }

  private async changed(sessionId: string): Promise<void> {
    this.parts.bus.tell(sessionId);
    await this.tell(sessionId);
  }

  private async tell(sessionId: string): Promise<void> {
    const pending = await this.pending(sessionId);
    for (const listener of this.listeners) listener(sessionId, pending);
  }
}
