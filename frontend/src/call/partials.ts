import type { Clock } from '@viva/client';
import type { SpokenLine } from './callEvent';

/** The service accepts two partial lines per second and session; this stays below. */
const EVERY_MS = 600;

/**
 * Shows followers a line that is still being said: at a limited rate, always the newest words. A lost partial line does
 * no harm: the next one or the final line replaces it.
 */
export class PartialRelay {
  private readonly newest = new Map<string, SpokenLine>();
  private cancel: (() => void) | undefined;
  private pausedUntil = 0;

  constructor(
    private readonly send: (line: SpokenLine) => Promise<{ pauseMs: number }>,
    private readonly clock: Clock,
  ) {}

  offer(line: SpokenLine): void {
    this.newest.delete(line.itemId);
    this.newest.set(line.itemId, line);
    if (!this.cancel) this.flush();
  }

  /** The line is final or dropped: send no more partials of it. */
  done(itemId: string): void {
    this.newest.delete(itemId);
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.newest.clear();
  }

  private flush(): void {
    this.cancel = undefined;
    const line = [...this.newest.values()].at(-1);
    if (!line) return;
    this.newest.delete(line.itemId);
    this.cancel = this.clock.after(EVERY_MS, () => this.flush());
    if (this.clock.now() < this.pausedUntil) return;
    void this.send(line).then(({ pauseMs }) => {
      this.pausedUntil = this.clock.now() + pauseMs;
    });
  }
}
