import type { Clock } from '@viva/client';

/** Decides which tab of this browser holds the call of a session. Only one may; the others only read. */
export interface TabLock {
  /**
   * Answers a function that releases the lock, or undefined when another tab holds it. `steal` takes it from that tab,
   * whose own `onLost` is called.
   */
  take(sessionId: string, steal: boolean, onLost: () => void): Promise<(() => void) | undefined>;
}

/** After a reload the old page may release its lock a moment later. */
const LOCK_WAIT_MS = 1_000;

/** Web Locks need a secure context, and so does the microphone: without them there is nothing to protect. */
export function browserTabLock(
  clock: Clock,
  locks: LockManager | undefined = globalThis.navigator?.locks,
): TabLock {
  return {
    async take(sessionId, steal, onLost) {
      if (!locks) return () => undefined;
      const name = `viva-call-${sessionId}`;
      for (;;) {
        const release = await requested(clock, locks, { name, steal }, onLost);
        // A busy browser takes longer to give a lock that is free: only one that is held is another tab's.
        if (release || (await isHeld(locks, name))) return release;
      }
    },
  };
}

/** Answers undefined when the wait ran out. */
function requested(
  clock: Clock,
  locks: LockManager,
  { name, steal }: { name: string; steal: boolean },
  onLost: () => void,
): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const waiting = new AbortController();
    const cancel = steal ? () => undefined : clock.after(LOCK_WAIT_MS, () => waiting.abort());
    let held = false;
    const keep = () =>
      new Promise<void>((release) => {
        cancel();
        held = true;
        resolve(release);
      });
    locks.request(name, steal ? { steal } : { signal: waiting.signal }, keep).catch(() => {
      // Rejected while held: another tab took over.
      if (held) onLost();
      else resolve(undefined);
    });
  });
}

async function isHeld(locks: LockManager, name: string): Promise<boolean> {
  const { held = [] } = await locks.query();
  return held.some((lock) => lock.name === name);
}
