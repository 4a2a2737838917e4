import type { NewSession } from '@viva/client';
import { randomLetters, type RandomBytes } from '../call/typing';

/** A start that was asked for, and its key. */
export interface Start {
  readonly session: NewSession;
  readonly key: string;
}

interface KeptStart extends Start {
  /** Whoever asked for it, by login or class code. */
  readonly by: string;
  /** In milliseconds, by the service's clock as far as it was known. */
  readonly at: number;
}

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

interface StartKeysParts {
  readonly randomBytes: RandomBytes;
  /** This tab's alone: a key is as secret as a grant. */
  readonly place: Place;
  readonly now: () => number;
}

const NAME = 'viva-starts';
const MAX_STARTS = 8;
/** Later an encounter may be over that began unnoticed. Another one can begin at any time, but for an exam. */
const PRACTICE_MS = 10 * 60_000;

/**
 * The Idempotency-Keys of starts whose answer has not come. The same request has the same key, so that asking again after
 * a lost answer, also after a reload, gives the encounter that was begun, and not another.
 */
export class StartKeys {
  /** What this page knows of them where the tab's storage is full or forbidden. */
  private starts: readonly KeptStart[] | undefined;

  constructor(private readonly parts: StartKeysParts) {}

  of(session: NewSession, by: string): string {
    const starts = this.read();
    const asked = JSON.stringify(session);
    const known = starts.find((start) => start.by === by && JSON.stringify(start.session) === asked);
    if (known) return known.key;
    const key = randomLetters(22, this.parts.randomBytes);
    this.write([{ session, by, key, at: this.parts.now() }, ...starts].slice(0, MAX_STARTS));
    return key;
  }

  /** Other starts of the same exam by the same student, the latest first: as with another language. */
  others(session: NewSession, by: string): Start[] {
    const asked = JSON.stringify(session);
    return this.read().filter(
      (start) => isSameAttempt(start, session, by) && JSON.stringify(start.session) !== asked,
    );
  }

  /**
   * The answer came: the next start is another one. If this device has not stored it, the key of an exam stays: after a
   * reload it alone opens the attempt again.
   */
  answered(session: NewSession, by: string, stored: boolean): void {
    if (!stored && session.examId !== undefined) return;
    const asked = JSON.stringify(session);
    const rest = this.read().filter(
      (start) =>
        !isSameAttempt(start, session, by) && (start.by !== by || JSON.stringify(start.session) !== asked),
    );
    this.write(rest);
  }

  /** The key to the only attempt at an exam is never too old: a clock may be wrong. */
  private read(): KeptStart[] {
    const now = this.parts.now();
    const lasts = ({ session, at }: KeptStart) =>
      session.examId !== undefined || Math.abs(now - at) < PRACTICE_MS;
    return this.all().filter(lasts);
  }

  private all(): readonly KeptStart[] {
    if (this.starts) return this.starts;
    try {
      const kept: unknown = JSON.parse(this.parts.place.getItem(NAME) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isStart) : [];
    } catch {
      return []; // Storage is forbidden, or something else is there.
    }
  }

  private write(starts: readonly KeptStart[]): void {
    const { place } = this.parts;
    this.starts = undefined;
    try {
      if (starts.length > 0) place.setItem(NAME, JSON.stringify(starts));
      else place.removeItem(NAME);
    } catch {
      this.starts = starts; // As above: after a reload a repeated start is another one then.
    }
  }
}

function isStart(kept: unknown): kept is KeptStart {
  const { session, key } = (kept ?? {}) as Partial<KeptStart>;
  return typeof session === 'object' && session !== null && typeof key === 'string';
}

function isSameAttempt(start: KeptStart, { examId, participant }: NewSession, by: string): boolean {
  const same = JSON.stringify(start.session.participant) === JSON.stringify(participant);
  return examId !== undefined && start.session.examId === examId && start.by === by && same;
}
