import type { Clock } from '../time/clock.js';

/** A tab may take longer than this after an outage, and one that hangs never gives its lock back. */
const WAIT_MS = 20_000;

/** Lets one tab of this browser at a time run an action. */
export interface Locks {
  /** Runs `action` while holding the lock; after a long wait, without it. */
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
  return {
    async exclusively(name, action) {
      if (!locks) return action();
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
        await action();
      } finally {
        cancel();
      }
    },
  };
}

/** Tells the other tabs that something changed for a session. */
export interface Bus {
  announce(sessionId: string): void;
  listen(listener: (sessionId: string) => void): void;
  close?(): void;
}

export function tabBus(name: string): Bus {
  const channel = new BroadcastChannel(name);
  return {
    announce: (sessionId) => channel.postMessage(sessionId),
    listen: (listener) => channel.addEventListener('message', (e) => listener(String(e.data))),
    close: () => channel.close(),
  };
}
