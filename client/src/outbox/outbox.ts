import type { TranscriptError, TranscriptLine } from '../api/index.js';
import { invoke, report } from '../callers/invoke.js';
import { pause, type Clock } from '../time/clock.js';
import { bytesOf } from './batch.js';
import { Delivery } from './delivery.js';
import { failureOf, type Failure } from '../problems/failure.js';
import type { Bus, Locks, Unanswered } from './locks.js';
import { Pace } from './pace.js';
import type { Relay } from './relay.js';
import type { Entry, Kept, OutboxStore } from './store.js';
import { lineText } from '../text/lineText.js';
import { patientLine } from '../text/patientLine.js';

/** What the service has not stored yet, for one session. */
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
  /** Calls back whenever the network returns; answers a function that stops it. */
  readonly network?: (isBack: () => void) => () => void;
}

/** Called with a typed line that is stored and that the patient cannot answer now, and why. */
export type UnansweredListener = (entry: Entry, failure: Failure) => void;

/**
 * Longer than any pause of our own between two tries: by then, a tab that is still open has sent its lines, unless no
 * line can be sent. In an outage, each open tab then tries for itself; the lock lets one try at a time.
 */
const OTHER_TAB_MS = 35_000;

interface Queue {
  readonly pace: Pace;
  readonly delivery: Delivery;
  draining: boolean;
  again: boolean;
}

/**
 * Keeps final lines until the service has stored them. A line is on disk before it is sent, and is removed only when the
 * service confirms that it is stored. Lines of a session keep their order. After an outage they go out in batches. A
 * refused line is set aside and does not block the lines behind it.
 */
export class Outbox {
  private readonly queues = new Map<string, Queue>();
  private readonly listeners = new Set<(sessionId: string, pending: Pending) => void>();
  private readonly unansweredListeners = new Set<UnansweredListener>();
  private readonly unwatch: (() => void) | undefined;
  /** What cancels the send of each session whose lines another tab has. */
  private readonly takeovers = new Map<string, () => void>();
  private closed = false;

  constructor(private readonly parts: OutboxParts) {
    parts.bus.listen((news) =>
      typeof news === 'string' ? void this.heard(news) : this.reportUnanswered(news),
    );
    this.unwatch = parts.network?.(() => void this.retryAllNow().catch(report));
  }

  /**
   * Resolves when the line is on disk. Adding the same item again changes nothing. Rejects if the line cannot be encoded,
   * as with a time that is no date.
   */
  async add(sessionId: string, line: TranscriptLine): Promise<void> {
    const kept = line.role === 'patient' ? withReferences(line) : { ...line, text: lineText(line.text) };
    if (bytesOf(kept) === undefined) throw new TypeError(`The line ${line.itemId} cannot be encoded`);
    if (!kept.text || !(await this.parts.store.put(sessionId, kept))) return;
    this.send(sessionId);
    await this.changed(sessionId);
  }

  /**
   * Adds a line typed to the patient: kept and ordered like the others, and sent with the operation `say`.
   *
   * @param startedAt when it was typed; it stays with the entry on this device
   * @param latestCall the number of the latest call that was known then: a line that waits does not hang up a voice call
   *     that began later. Without it, the line counts as typed when it is sent
   */
  async say(
    sessionId: string,
    itemId: string,
    text: string,
    startedAt?: Date,
    latestCall?: number,
  ): Promise<void> {
    const words: TranscriptLine = { itemId, role: 'student', text: lineText(text), isFinal: true };
    const line = startedAt ? { ...words, startedAt } : words;
    const typed = { typed: true, ...(latestCall !== undefined && { latestCall }) } as const;
    if (!line.text || !(await this.parts.store.put(sessionId, line, typed))) return;
    this.send(sessionId);
    await this.changed(sessionId);
  }

  /** Reports that something said could not be transcribed: kept like a line, sent once per item, not listed as pending. */
  async report(sessionId: string, error: TranscriptError): Promise<void> {
    if (!(await this.parts.store.putReport(sessionId, error))) return;
    this.send(sessionId);
    await this.changed(sessionId);
  }

  /** Sends waiting lines now instead of at the next try. A pause that the service asked for still holds. */
  retryNow(sessionId: string): void {
    this.send(sessionId, true);
  }

  /** The same for every session that has lines on this device. */
  async retryAllNow(): Promise<void> {
    for (const sessionId of await this.parts.store.sessions()) this.retryNow(sessionId);
  }

  /** Waits until nothing is left to send, at most `ms`. Answers whether everything is stored, reports too. */
  async flush(sessionId: string, ms: number): Promise<boolean> {
    const { store, clock } = this.parts;
    this.retryNow(sessionId);
    const done = new AbortController();
    const look = async () => {
      if (!(await this.hasUnsent(sessionId))) done.abort();
    };
    const stop = this.watch((changed) => void (changed === sessionId && look().catch(report)));
    try {
      await look();
      await pause(clock, ms, done.signal);
    } finally {
      stop();
    }
    return (await store.list(sessionId)).length === 0 && !(await store.nextReport(sessionId));
  }

  /**
   * Sends a refused line again.
   *
   * @param now of a typed line: the latest call that is known now, in place of the one that was known when it was typed.
   *     If it is undefined, the line counts as typed now
   */
  async retry(entry: Entry, now?: { readonly latestCall?: number | undefined }): Promise<void> {
    const { latestCall, ...line } = { ...entry, ...now };
    await this.parts.store.requeue({
      ...line,
      ...(line.typed && latestCall !== undefined && { latestCall }),
    });
    this.send(entry.sessionId);
    await this.changed(entry.sessionId);
  }

  /** Removes a line for good: a person decides that, or nobody may send it any more. */
  async discard(entry: Entry): Promise<void> {
    await this.parts.store.remove(entry);
    await this.changed(entry.sessionId);
  }

  async pending(sessionId: string): Promise<Pending> {
    const entries = await this.parts.store.list(sessionId);
    const { failure, nextTryAt } = this.queue(sessionId).pace;
    return { entries, ...(failure && { failure }), ...(nextTryAt !== undefined && { nextTryAt }) };
  }

  /** The lines that the service acknowledged to this device. */
  kept(sessionId: string): Promise<Kept[]> {
    return this.parts.store.kept(sessionId);
  }

  /** The sessions with something on this device that the service has not stored. */
  sessions(): Promise<string[]> {
    return this.parts.store.sessions();
  }

  /** Forgets a session's acknowledged lines; lines that were never stored stay. */
  forget(sessionId: string): Promise<void> {
    return this.parts.store.forget(sessionId);
  }

  watch(listener: (sessionId: string, pending: Pending) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Reports typed lines that this browser sent, from whichever tab, and that the service stored without an answer. They
   * left the queue like every stored line; the operation `say` with the same line asks for the answer again.
   */
  watchUnanswered(listener: UnansweredListener): () => void {
    this.unansweredListeners.add(listener);
    return () => this.unansweredListeners.delete(listener);
  }

  /**
   * Releases the database, the channel and the network listener at once. The outbox cannot be used afterwards. Waiting
   * lines stay on disk for the next visit, and so does a line being sent, which the service stores once.
   */
  close(): void {
    this.closed = true;
    this.unwatch?.();
    this.listeners.clear();
    this.unansweredListeners.clear();
    for (const { pace } of this.queues.values()) pace.stop();
    for (const cancel of this.takeovers.values()) cancel();
    this.parts.bus.close?.();
    this.parts.store.close();
  }

  /** Another tab changed something. It may close before it has sent everything: then this one does. */
  private async heard(sessionId: string): Promise<void> {
    await this.notify(sessionId);
    // If the disk cannot be read now, the lines are looked for when it is their turn.
    const waits = await this.hasUnsent(sessionId).catch(() => true);
    this.takeovers.get(sessionId)?.();
    this.takeovers.delete(sessionId);
    if (!waits || this.closed) return;
    const send = () => {
      this.takeovers.delete(sessionId);
      this.send(sessionId);
    };
    this.takeovers.set(sessionId, this.parts.clock.after(OTHER_TAB_MS, send));
  }

  private async hasUnsent(sessionId: string): Promise<boolean> {
    const { store } = this.parts;
    return (await store.waiting(sessionId)).length > 0 || (await store.nextReport(sessionId)) !== undefined;
  }

  private send(sessionId: string, skipBackoff = false): void {
    const queue = this.queue(sessionId);
    if (this.closed || !queue.pace.mayBegin(skipBackoff)) return;
    queue.again = true;
    if (!queue.draining) void this.drainUntilQuiet(sessionId, queue);
  }

  private queue(sessionId: string): Queue {
    const known = this.queues.get(sessionId);
    if (known) return known;
    const { clock, random, store, relay } = this.parts;
    const pace = new Pace(clock, random, () => this.send(sessionId));
    const delivery = new Delivery(sessionId, store, relay, clock, (entry, failure) => {
      if (this.closed) return;
      this.parts.bus.announce({ entry, failure });
      this.reportUnanswered({ entry, failure });
    });
    const queue = { pace, delivery, draining: false, again: false };
    this.queues.set(sessionId, queue);
    return queue;
  }

  private reportUnanswered({ entry, failure }: Unanswered): void {
    for (const listener of this.unansweredListeners) invoke(listener, entry, failure);
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
      // The disk or the lock failed, not the service. The lines are still there: try again.
      queue.pace.failed(await failureOf(error));
      queue.again = false;
    } finally {
      queue.draining = false;
    }
  }

  private async drain(sessionId: string, queue: Queue): Promise<void> {
    const { store, clock } = this.parts;
    queue.delivery.begin();
    for (;;) {
      const asked = await store.pauseAt(sessionId, clock.now());
      if (asked) {
        queue.pace.pausedByService(asked.failure, asked.until);
        queue.again = false;
        return this.notify(sessionId);
      }
      const step = await queue.delivery.step();
      if (step !== 'nothing' && step !== 'settled') return this.postpone(sessionId, queue, step);
      const failed = queue.pace.failure !== undefined;
      queue.pace.succeeded();
      if (step === 'settled') await this.changed(sessionId);
      // After a failure here, another tab may have sent everything.
      else return failed ? this.notify(sessionId) : undefined;
    }
  }

  private async postpone(sessionId: string, queue: Queue, failure: Failure): Promise<void> {
    queue.pace.failed(failure);
    // A request made meanwhile must not shorten the wait.
    queue.again = false;
    if (failure.retryAfterS) {
      const from = this.parts.clock.now();
      const until = from + failure.retryAfterS * 1000;
      // On a full disk, the pause still holds in this tab.
      await this.parts.store.pause({ sessionId, from, until, failure }).catch(() => undefined);
    }
    await this.notify(sessionId);
  }

  private async changed(sessionId: string): Promise<void> {
    if (this.closed) return;
    this.parts.bus.announce(sessionId);
    await this.notify(sessionId);
  }

  /** Never throws: a line is kept and sent even if a listener fails. */
  private async notify(sessionId: string): Promise<void> {
    if (this.listeners.size === 0) return;
    try {
      const pending = await this.pending(sessionId);
      for (const listener of this.listeners) invoke(listener, sessionId, pending);
    } catch (error) {
      report(error);
    }
  }
}

/** A patient's line with references in place of the markers in its text. */
function withReferences(line: TranscriptLine): TranscriptLine {
  const { text, media } = patientLine(line.text);
  const shown = [...new Set([...(line.media ?? []), ...media])].slice(0, 8);
  return shown.length > 0 ? { ...line, text, media: shown } : { ...line, text };
}
