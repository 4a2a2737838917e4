import type { TranscriptError, TranscriptLine } from '../api/index.js';
import { hand, report } from '../callers/hand.js';
import { pause, type Clock } from '../time/clock.js';
import { Delivery } from './delivery.js';
import { failureOf, type Failure } from '../problems/failure.js';
import type { Bus, Locks } from './locks.js';
import { Pace } from './pace.js';
import type { Relay } from './relay.js';
import type { Entry, Kept, OutboxStore } from './store.js';
import { lineText } from '../text/lineText.js';

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
  /** Calls back whenever the network is there again; answers what ends that. */
  readonly network?: (isBack: () => void) => () => void;
}

interface Queue {
  readonly pace: Pace;
  readonly delivery: Delivery;
  draining: boolean;
  again: boolean;
}

/**
 * Final lines between the moment they are known and the moment the service has them. A line is on disk before it is
 * sent and leaves only when the service says that it is stored; the order within a session is kept; what an outage held
 * back goes out in batches; a line that is refused stands aside and does not hold up those behind it.
 */
export class Outbox {
  private readonly queues = new Map<string, Queue>();
  private readonly listeners = new Set<(sessionId: string, pending: Pending) => void>();
  private readonly unwatch: (() => void) | undefined;
  private closed = false;

  constructor(private readonly parts: OutboxParts) {
    parts.bus.listen((sessionId) => void this.tell(sessionId));
    this.unwatch = parts.network?.(() => void this.kickAll().catch(report));
  }

  /** Resolves when the line is on disk. The same item again changes nothing. */
  async add(sessionId: string, line: TranscriptLine): Promise<void> {
    const text = lineText(line.text);
    if (!text || !(await this.parts.store.put(sessionId, { ...line, text }))) return;
    this.kick(sessionId);
    await this.changed(sessionId);
  }

  /** A line that is typed to the patient: kept like every other, in its place among them, and sent with `say`. */
  async say(sessionId: string, itemId: string, text: string): Promise<void> {
    const line: TranscriptLine = { itemId, role: 'student', text, isFinal: true };
    if (!(await this.parts.store.put(sessionId, line, true))) return;
    this.kick(sessionId);
    await this.changed(sessionId);
  }

  /** That something said has no words: kept like a line, told once for each item, and not among what is pending. */
  async report(sessionId: string, error: TranscriptError): Promise<void> {
    if (await this.parts.store.putReport(sessionId, error)) this.kick(sessionId);
  }

  /**
   * Starts sending what waits. A pause between two tries is kept, unless someone is `impatient` (the network came back,
   * the encounter is ending); a pause that the service asked for is kept always.
   */
  kick(sessionId: string, impatient = false): void {
    const queue = this.queue(sessionId);
    if (this.closed || !queue.pace.mayBegin(impatient)) return;
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
    try {
      if ((await this.parts.store.waiting(sessionId)).length > 0) {
        await pause(this.parts.clock, ms, late.signal);
      }
    } finally {
      stop();
    }
    return (await this.parts.store.list(sessionId)).length === 0;
  }

  async retry(entry: Entry): Promise<void> {
    await this.parts.store.requeue(entry);
    this.kick(entry.sessionId);
    await this.changed(entry.sessionId);
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

  /** The sessions that have something here that the service has not got. */
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

  /**
   * Lets go of the database, the channel and the network, at once; nothing can be done with it any more. Lines that wait
   * stay on disk for the next visit, and so does one that is under way, which the service takes once.
   */
  close(): void {
    this.closed = true;
    this.unwatch?.();
    this.listeners.clear();
    for (const { pace } of this.queues.values()) pace.stop();
    this.parts.bus.close?.();
    this.parts.store.close();
  }

  private queue(sessionId: string): Queue {
    const known = this.queues.get(sessionId);
    if (known) return known;
    const { clock, random, store, relay } = this.parts;
    const pace = new Pace(clock, random, () => this.kick(sessionId));
    const delivery = new Delivery(sessionId, store, relay, clock);
    const queue = { pace, delivery, draining: false, again: false };
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
      if (this.closed) return;
      // The disk or the lock failed, not the service: the lines are where they were, and it is tried again.
      queue.pace.failed(await failureOf(error));
      queue.again = false;
    } finally {
      queue.draining = false;
    }
  }

  private async drain(sessionId: string, queue: Queue): Promise<void> {
    const { store, clock } = this.parts;
    for (;;) {
      const asked = await store.pauseAt(sessionId, clock.now());
      if (asked) {
        queue.pace.held(asked.failure, asked.until);
        queue.again = false;
        return this.tell(sessionId);
      }
      const step = await queue.delivery.step();
      if (step === 'nothing') return;
      if (step !== 'settled') return this.postpone(sessionId, queue, step);
      queue.pace.succeeded();
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
    if (this.closed) return;
    this.parts.bus.tell(sessionId);
    await this.tell(sessionId);
  }

  /** Never throws: a line is kept and sent whether or not anybody can be told of it. */
  private async tell(sessionId: string): Promise<void> {
    if (this.listeners.size === 0) return;
    try {
      const pending = await this.pending(sessionId);
      for (const listener of this.listeners) hand(listener, sessionId, pending);
    } catch (error) {
      report(error);
    }
  }
}
