import type { Clock } from '@viva/client';
import type { Attention } from '../faculty/board';

const EVERY_MS = 5_000;
/** A tick that comes this late: the computer slept. */
const SLEPT_MS = 20_000;

interface TicksParts {
  readonly clock: Clock;
  readonly attention: Attention;
  readonly onTick: () => void;
  /** The computer slept. */
  readonly onWake: () => void;
}

/**
 * Ticks every five seconds, at once for the first time, and tells when the computer slept. Browsers slow a hidden tab's
 * timers down to one a minute, so that there a late tick says nothing: it counts once, when somebody looks again.
 */
export class Ticks {
  private last: number;
  private late = false;
  private cancel = () => {};
  private readonly unwatch: () => void;

  constructor(private readonly parts: TicksParts) {
    this.last = parts.clock.now();
    this.unwatch = parts.attention.watch(() => this.look());
    this.tick();
  }

  stop(): void {
    this.cancel();
    this.unwatch();
  }

  private tick(): void {
    this.look();
    this.parts.onTick();
    this.cancel = this.parts.clock.after(EVERY_MS, () => this.tick());
  }

  private look(): void {
    const { clock, attention, onWake } = this.parts;
    const now = clock.now();
    this.late ||= now - this.last > EVERY_MS + SLEPT_MS;
    this.last = now;
    if (!this.late || !attention.here()) return;
    this.late = false;
    onWake();
  }
}
