/** Which tab of this browser holds the call of a session: only one may, the others read along. */
export interface Hold {
  /**
   * Answers a function that lets go, or nothing when another tab holds it. `steal` takes it from that tab, which is
   * told by its own `onLost`.
   */
  take(sessionId: string, steal: boolean, onLost: () => void): Promise<(() => void) | undefined>;
}

/** After a reload the old page's lock may take a moment to go. */
const PATIENCE_MS = 1_000;

export const browserHold: Hold = {
  take(sessionId, steal, onLost) {
    // No Web Locks outside secure contexts; there is no microphone there either, so nothing is lost by letting go.
    if (!navigator.locks) return Promise.resolve(() => undefined);
    return new Promise((resolve) => {
      let held = false;
      const keep = () =>
        new Promise<void>((release) => {
          held = true;
          resolve(release);
        });
      const options = steal ? { steal } : { signal: AbortSignal.timeout(PATIENCE_MS) };
      navigator.locks.request(`viva-call-${sessionId}`, options, keep).catch(() => {
        // Rejected while held: another tab took over. Rejected before: it is held elsewhere.
        if (held) onLost();
        else resolve(undefined);
      });
    });
  },
};
