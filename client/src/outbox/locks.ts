import type { Failure } from '../problems/failure.js';
import type { Clock } from '../time/clock.js';
import type { Entry } from './store.js';

/** A tab may take longer than this after an outage, and one that hangs never gives its lock back. */
const WAIT_MS = 20_000;

/** Lets one tab of this browser at a time run an action. */
export interface Locks {
  /**
   * Runs `action` while holding the lock; after a long wait, without it. While the same holder keeps a lock after that,
   * nobody here waits for it again.
   */
  exclusively(name: string, action: () => Promise<void>): Promise<void>;
}

/**
 * Web Locks exist only in secure contexts. Without one two tabs may send the same line, which the service stores once:
 * harmless.
 */
export function browserLocks(
  clock: Clock,
  locks: LockManager | undefined = globalThis.navigator?.locks,
): Locks {
  /** The locks for which a wait ran out: their holder hangs. */
  const hung = new Set<string>();
  return {
    async exclusively(name, action) {
      if (!locks) return action();
      if (hung.has(name)) {
        return locks.request(name, { ifAvailable: true }, (lock) => {
          if (lock) hung.delete(name);
          return action();
        });
      }
      const waiting = new AbortController();
      const cancel = clock.after(WAIT_MS, () => waiting.abort());
      let begun = false;
      const held = () => {
        begun = true;
        return action();
      };
      try {
        await locks.request(name, { signal: waiting.signal }, held);
      } catch (error) {
        if (begun || !waiting.signal.aborted) throw error;
        hung.add(name);
        await action();
      } finally {
        cancel();
      }
    },
  };
}

/** What a tab tells the others: something changed for a session, or a typed line is stored without an answer. */
export type News = string | Unanswered;

export interface Unanswered {
  readonly entry: Entry;
  readonly failure: Failure;
}

/** Tells the other tabs. */
export interface Bus {
  announce(news: News): void;
  listen(listener: (news: News) => void): void;
  close?(): void;
}

export function tabBus(name: string): Bus {
  const channel = new BroadcastChannel(name);
  return {
    announce: (news) => channel.postMessage(news),
    listen: (listener) => channel.addEventListener('message', (e) => listener(e.data as News)),
    close: () => channel.close(),
  };
}
