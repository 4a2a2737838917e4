const FIRST_MS = 500;
const MAX_MS = 30_000;

/**
 * How long to wait before try number `attempt` (1 is the first repeat): doubling, with "equal jitter" so that a
 * classroom that lost its network does not come back in one instant. A server's `Retry-After` is never undercut.
 */
export function backoff(attempt: number, random: () => number, retryAfterS = 0): number {
  const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  const jittered = ceiling / 2 + (ceiling / 2) * random();
  const asked = retryAfterS * 1000;
  return Math.round(asked > jittered ? asked + (ceiling / 2) * random() : jittered);
}
