import { backoff } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import type { Failure } from '../problems/failure.js';
import { NO_ACCESS } from './relay.js';

/**
 * Decides when a session's lines may be sent next: at once, or after a pause that grows with each failure. A pause that
 * the service asked for is never shortened.
 */
export class Pace {
  /** Why the last try failed, while another one is due. */
  failure: Failure | undefined;
  /** When the next try is due, in the clock's milliseconds. */
  nextTryAt: number | undefined;
  private failures = 0;
  private cancel: (() => void) | undefined;
  private stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly resume: () => void,
  ) {}

  /**
   * Whether to begin now. `skipBackoff` ends a pause of our own, never one that the service asked for. A pause for want of
   * access ends in any case: no request was made, and another line may need another access.
   */
  mayBegin(skipBackoff: boolean): boolean {
    if (!this.cancel) return true;
    // The timer stands still while the computer sleeps.
    const due = this.nextTryAt !== undefined && this.clock.now() >= this.nextTryAt;
    const free = this.failure === NO_ACCESS || (skipBackoff && !this.failure?.retryAfterS);
    if (!due && !free) return false;
    this.cancel();
    this.cancel = undefined;
    return true;
  }

  failed(failure: Failure): void {
    this.failures += 1;
    this.pause(failure, backoff(this.failures, this.random, failure.retryAfterS));
  }

  /** The service asked for a pause until then, in an earlier visit or in another tab. */
  pausedByService(failure: Failure, until: number): void {
    const left = Math.max(1, Math.ceil((until - this.clock.now()) / 1000));
    const asked = { ...failure, retryAfterS: left };
    this.pause(asked, backoff(1, this.random, left));
  }

  succeeded(): void {
    this.failures = 0;
    this.failure = this.nextTryAt = undefined;
  }

  /** Cancels the next try. */
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
