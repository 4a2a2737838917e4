import type { Clock } from '@viva/client';
import type { HeardLine } from './heard';

/** The service passes on two partial lines a second and session; this stays below. */
const EVERY_MS = 600;

/**
 * Relays what is being said to those who follow, at most so often, always the newest words. Partials are a courtesy:
 * one that does not arrive is made good by the next, or by the final line.
 */
export class PartialRelay {
  private readonly newest = new Map<string, HeardLine>();
  private cancel: (() => void) | undefined;
  private pausedUntil = 0;

  constructor(
    private readonly send: (line: HeardLine) => Promise<{ pauseMs: number }>,
    private readonly clock: Clock,
  ) {}

  offer(line: HeardLine): void {
    this.newest.delete(line.itemId);
    this.newest.set(line.itemId, line);
    if (!this.cancel) this.flush();
  }

  /** The line is final or nothing: no partial of it may follow. */
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
