import type { Clock } from '@viva/client';

/** The pause that the service asked for, whoever it answered. */
export class AskedPause {
  private from = 0;
  private until = 0;

  constructor(private readonly clock: Clock) {}

  /** A pause never shortens the one before. */
  take(ms: number): void {
    const { left } = this;
    this.from = this.clock.now();
    this.until = this.from + Math.max(left, ms);
  }

  /** How much of it is left, in milliseconds; 0 when the device's clock was set back meanwhile. */
  get left(): number {
    const now = this.clock.now();
    return now < this.from ? 0 : Math.max(0, this.until - now);
  }
}
