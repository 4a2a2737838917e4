import type { Clock } from '../time/clock.js';

/** A clock that stands still until it is moved; what falls due on the way runs in order. */
export class FakeClock implements Clock {
  private time: number;
  private due: { at: number; action: () => void }[] = [];

  constructor(start = Date.UTC(2026, 10, 2, 10, 4)) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, action: () => void): () => void {
    const entry = { at: this.time + ms, action };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter((other) => other !== entry);
    };
  }

  get waiting(): number {
    return this.due.length;
  }

  /** The computer sleeps: time passes, and timers stand still. */
  sleep(ms: number): void {
    this.time += ms;
    for (const entry of this.due) entry.at += ms;
  }

  /** Moves on by `ms`, and lets promises settle after each thing that ran. */
  async move(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const next = this.due.filter((e) => e.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.due = this.due.filter((e) => e !== next);
      this.time = Math.max(this.time, next.at);
      next.action();
      await settle();
    }
    this.time = end;
    await settle();
  }
}

/** Lets everything that is already resolved run, including what IndexedDB's stand-in puts on the task queue. */
export async function settle(rounds = 20): Promise<void> {
  for (let i = 0; i < rounds; i++) await new Promise((resolve) => setImmediate(resolve));
}
