import type { Clock } from '../time/clock.js';
import type { Failure } from './failure.js';

/** Statuses that say that the session does not exist, or not for this grant. */
const DENIED: ReadonlySet<number> = new Set([401, 403, 404]);

const MIN_REFUSALS = 3;
const MIN_DURATION_MS = 10_000;

/** Whether the answer says that the session does not exist, or not for this grant. */
export function isSessionDenied({ status }: Failure): boolean {
  return DENIED.has(status);
}

/**
 * Counts answers that deny the session. One answer is not final: a proxy may answer while the service starts, and a
 * database that fails over may lack the latest writes. Three in a row over at least ten seconds are.
 */
export class RepeatedRefusals {
  private count = 0;
  private since = 0;

  constructor(private readonly clock: Clock) {}

  /** Records one more; true once the session counts as lost. */
  record(): boolean {
    const now = this.clock.now();
    if (this.count === 0) this.since = now;
    this.count += 1;
    return this.count >= MIN_REFUSALS && now - this.since >= MIN_DURATION_MS;
  }

  /** The row is over: another outcome came, or what was denied is done with. */
  reset(): void {
    this.count = 0;
  }
}
