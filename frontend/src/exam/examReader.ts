import { isRetryable, type Clock, type Exam } from '@viva/client';
import { backoff } from '@viva/client/toolkit';
import { troubleOf, type Trouble } from '../api/problems';
import type { Attention } from '../faculty/board';
import { Store } from '../ui/store';
import { isCaseMissing, standingOf, type Standing } from './examWords';

export interface ExamFound {
  readonly exam?: Exam;
  readonly standing?: Standing;
  readonly trouble?: Trouble | undefined;
}

interface ExamReaderParts {
  readonly read: () => Promise<Exam>;
  /** The time by the service's clock. */
  readonly serverNow: () => number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly attention: Attention;
}

const TICK_MS = 1_000;
/** A tick that comes this late, while somebody looks: the computer slept, and its clock may have been set. */
const SLEPT_MS = 20_000;
/** The service's clock is known to some tenths of a second: what opens now is asked for a moment later. */
const MARGIN_MS = 500;
/** Not by a whole class in one instant. */
const SPREAD_MS = 1_000;

/**
 * An exam, read again when it opens, for only then the service shows its case, and again until the case is there. It
 * looks at the clock each second: a timer until the opening would stand still while the computer sleeps.
 */
export class ExamReader {
  readonly store = new Store<ExamFound>({});
  private failures = 0;
  /** Counts the reads, so that one that hung through a sleep is replaced. */
  private attempt = 0;
  private reading = false;
  private running = false;
  /** By the device's clock, like the next two. */
  private nextReadAt = 0;
  private pauseUntil = 0;
  private lastTick: number | undefined;
  private stops: (() => void)[] = [];
  private cancelTick = () => {};

  constructor(private readonly parts: ExamReaderParts) {}

  start(): void {
    this.running = true;
    this.stops = [this.parts.attention.watch(() => this.wake())];
    this.again();
    this.tick();
  }

  stop(): void {
    this.running = false;
    this.attempt += 1;
    this.cancelTick();
    this.stops.forEach((stop) => stop());
  }

  /** Reads at once. */
  again(): void {
    void this.read();
  }

  private tick(): void {
    const { clock, attention } = this.parts;
    const now = clock.now();
    const passed = this.lastTick === undefined ? TICK_MS : now - this.lastTick;
    this.lastTick = now;
    if ((passed > SLEPT_MS && attention.here()) || passed < 0) this.wake();
    else this.look();
    this.cancelTick = clock.after(TICK_MS, () => this.tick());
  }

  /** Somebody looks again, or the network or the computer is back. The answer also corrects the clock. */
  private wake(): void {
    this.look();
    const { exam, standing } = this.store.get();
    if (exam && standing !== 'early' && !this.isWanting()) return;
    const now = this.parts.clock.now();
    // A device's clock that was set back must not make the pause longer.
    if (this.pauseUntil - now > this.asked()) this.pauseUntil = now;
    if (now >= this.pauseUntil) this.again();
  }

  private asked(): number {
    return (this.store.get().trouble?.retryAfterS ?? 0) * 1000;
  }

  /** Compares the window with the clock, and reads what is missing. */
  private look(): void {
    const { clock, random, serverNow } = this.parts;
    const { exam, standing: shown } = this.store.get();
    const now = clock.now();
    const standing = exam && standingOf(exam, serverNow());
    if (standing && standing !== shown) {
      this.store.set({ standing });
      this.failures = 0;
      this.nextReadAt = Math.max(this.pauseUntil, now + MARGIN_MS + SPREAD_MS * random());
    }
    if (!this.reading && now >= this.nextReadAt && this.isWanting()) this.again();
  }

  private isWanting(): boolean {
    const { exam, standing, trouble } = this.store.get();
    if (!exam) return trouble !== undefined && isRetryable(trouble);
    return trouble !== undefined || isCaseMissing(exam, standing);
  }

  private async read(): Promise<void> {
    const { read, serverNow, clock } = this.parts;
    const attempt = ++this.attempt;
    this.reading = true;
    let found: ExamFound;
    try {
      const exam = await read();
      found = { exam, standing: standingOf(exam, serverNow()), trouble: undefined };
    } catch (error) {
      // What was read before still holds.
      found = { trouble: await troubleOf(error) };
    }
    if (attempt !== this.attempt || !this.running) return;
    this.reading = false;
    this.store.set(found);
    this.failures = this.isWanting() ? this.failures + 1 : 0;
    const now = clock.now();
    this.pauseUntil = now + this.asked();
    this.nextReadAt = now + backoff(this.failures, this.parts.random, found.trouble?.retryAfterS);
  }
}
