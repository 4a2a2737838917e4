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

export const browserTabLock: TabLock = {
  take(sessionId, steal, onLost) {
    // Web Locks need a secure context, and so does the microphone: without them there is nothing to protect.
    if (!navigator.locks) return Promise.resolve(() => undefined);
    return new Promise((resolve) => {
      let held = false;
      const keep = () =>
        new Promise<void>((release) => {
          held = true;
          resolve(release);
        });
      const options = steal ? { steal } : { signal: AbortSignal.timeout(LOCK_WAIT_MS) };
      navigator.locks.request(`viva-call-${sessionId}`, options, keep).catch(() => {
        // Rejected while held: another tab took over. Rejected before: another tab holds it.
        if (held) onLost();
        else resolve(undefined);
      });
    });
  },
};
