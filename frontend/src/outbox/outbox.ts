import type { TranscriptLine } from '@viva/client';
import { MOST_LINES, packed, verdicts } from './batch';
import { pause, type Clock } from './clock';
import { failureOf, type Failure } from './failure';
import type { Bus, Locks } from './locks';
import { Pace } from './pace';
import type { Relay } from './relay';
import type { Entry, Kept, OutboxStore } from './store';

/** What is not yet with the service, for one session. */
export interface Pending {
  readonly entries: readonly Entry[];
  /** Why the last try failed, while it will be tried again. */
  readonly failure?: Failure;
  /** When that will be, in the clock's milliseconds. */
  readonly nextTryAt?: number;
}

export interface OutboxParts {
  readonly store: OutboxStore;
  readonly relay: Relay;
  readonly locks: Locks;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: () => number;
}

interface Queue {
  readonly pace: Pace;
  draining: boolean;
  again: boolean;
  /** How many lines the next request may hold. */
  most: number;
}

/**
 * Final lines between the moment they are known and the moment the service has them. A line is on disk before it is
 * sent and leaves only when the service says that it is stored; the order within a session is kept; what an outage held
 * back goes out in batches; a line that is refused stands aside and does not hold up those behind it.
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
    if (!queue.pace.mayBegin(impatient)) return;
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
    if ((await this.parts.store.waiting(sessionId)).length > 0) {
      await pause(this.parts.clock, ms, late.signal);
    }
    stop();
    return (await this.parts.store.list(sessionId)).length === 0;
  }

  async retry(entry: Entry): Promise<void> {
    await this.parts.store.requeue(entry);
    await this.changed(entry.sessionId);
    this.kick(entry.sessionId);
  }

  /** Only ever by someone's decision. */
  async discard(entry: Entry): Promise<void> {
    await this.parts.store.remove(entry);
    await this.changed(entry.sessionId);
  }

  async pending(sessionId: string): Promise<Pending> {
    const entries = await this.parts.store.list(sessionId);
    const { failure, nextTryAt } = this.queue(sessionId).pace;
    return { entries, ...(failure && { failure }), ...(nextTryAt !== undefined && { nextTryAt }) };
  }

  /** What the service acknowledged to this device. */
  kept(sessionId: string): Promise<Kept[]> {
    return this.parts.store.kept(sessionId);
  }

  /** The sessions that have lines here, waiting or refused. */
  sessions(): Promise<string[]> {
    return this.parts.store.sessions();
  }

  /** Forgets what was acknowledged of a session; lines that were never stored stay. */
  forget(sessionId: string): Promise<void> {
    return this.parts.store.forget(sessionId);
  }

  watch(listener: (sessionId: string, pending: Pending) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private queue(sessionId: string): Queue {
    const known = this.queues.get(sessionId);
    if (known) return known;
    const { clock, random } = this.parts;
    const pace = new Pace(clock, random, () => this.kick(sessionId));
    const queue = { pace, draining: false, again: false, most: MOST_LINES };
    this.queues.set(sessionId, queue);
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
      queue.pace.failed(await failureOf(error));
      queue.again = false;
    } finally {
      queue.draining = false;
    }
  }

  private async drain(sessionId: string, queue: Queue): Promise<void> {
    const { store, relay, clock } = this.parts;
    for (;;) {
      const batch = packed(await store.waiting(sessionId), queue.most);
      if (batch.length === 0) return;
      const asked = await store.pauseAt(sessionId, clock.now());
      if (asked) {
        queue.pace.held(asked.failure, asked.until);
        queue.again = false;
        return this.tell(sessionId);
      }
      const lines = batch.map((entry) => entry.line);
      const outcome = await relay.send(sessionId, lines);
      if (outcome.kind === 'later') return this.postpone(sessionId, queue, outcome.failure);
      queue.pace.succeeded();
      const settled = verdicts(batch, outcome);
      const progress = settled.kept.length + settled.refused.length > 0;
      queue.most = progress ? Math.min(MOST_LINES, queue.most * 2) : Math.ceil(batch.length / 2);
      if (!progress) continue;
      await store.settle(settled);
      await this.changed(sessionId);
    }
  }

  private async postpone(sessionId: string, queue: Queue, failure: Failure): Promise<void> {
    queue.pace.failed(failure);
    // What was asked for meanwhile must not undercut the wait just promised.
    queue.again = false;
    if (failure.retryAfterS) {
      const from = this.parts.clock.now();
      await this.parts.store.pause({ sessionId, from, until: from + failure.retryAfterS * 1000, failure });
    }
    await this.tell(sessionId);
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
