import { backoff } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import type { Failure } from '../problems/failure.js';

/**
 * When a session's lines may be sent next: at once, or after a pause that grows with each failure. A pause that the
 * service asked for is never cut short.
 */
export class Pace {
  /** Why the last try failed, while there will be another. */
  failure: Failure | undefined;
  /** When that will be, in the clock's milliseconds. */
  nextTryAt: number | undefined;
  private failures = 0;
  private cancel: (() => void) | undefined;
  private stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly resume: () => void,
  ) {}

  /** Whether to begin now; being `impatient` ends a pause of our own. */
  mayBegin(impatient: boolean): boolean {
    if (!this.cancel) return true;
    if (!impatient || this.failure?.retryAfterS) return false;
    this.cancel();
    this.cancel = undefined;
    return true;
  }

  failed(failure: Failure): void {
    this.failures += 1;
    this.pause(failure, backoff(this.failures, this.random, failure.retryAfterS));
  }

  /** The service asked for a pause until then, in an earlier visit or another tab. */
  held(failure: Failure, until: number): void {
    const left = Math.max(1, Math.ceil((until - this.clock.now()) / 1000));
    const asked = { ...failure, retryAfterS: left };
    this.pause(asked, backoff(1, this.random, left));
  }

  succeeded(): void {
    this.failures = 0;
    this.failure = this.nextTryAt = undefined;
  }

  /** Nothing is tried again. */
  stop(): void {
    this.stopped = true;
    this.cancel?.();
    this.cancel = undefined;
  }

  private pause(failure: Failure, ms: number): void {
    this.failure = failure;
    this.nextTryAt = this.clock.now() + ms;
    this.cancel?.();
    if (this.stopped) return;
    this.cancel = this.clock.after(ms, () => {
      this.cancel = undefined;
      this.resume();
    });
  }
}
