import type { Clock } from '../time/clock.js';
import type { Failure } from './failure.js';

/** The session itself is out of reach, whatever was asked of it. */
const OUT_OF_REACH: ReadonlySet<number> = new Set([401, 403, 404]);

const MIN_ANSWERS = 3;
const MIN_DURATION_MS = 10_000;

/** Whether the answer says that the session is not there, or not for this grant. */
export function isOutOfReach({ status }: Failure): boolean {
  return OUT_OF_REACH.has(status);
}

/**
 * Answers that a session is out of reach. One of them decides nothing: a proxy may answer for a service that starts, and
 * a database that fails over may lack what was just written. Three in a row over ten seconds are believed.
 */
export class Doubt {
  private answers = 0;
  private since = 0;

  constructor(private readonly clock: Clock) {}

  /** One more such answer; true when it is believed. */
  confirms(): boolean {
    const now = this.clock.now();
    if (this.answers === 0) this.since = now;
    this.answers += 1;
    return this.answers >= MIN_ANSWERS && now - this.since >= MIN_DURATION_MS;
  }

  /** The session was there. */
  clear(): void {
    this.answers = 0;
  }
}
