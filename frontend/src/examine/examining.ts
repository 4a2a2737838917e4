import {
  isRetryable,
  type CatalogEntry,
  type Clock,
  type ExaminationReceipt,
  type NewExamination,
  type SessionEvent,
  type Side,
} from '@viva/client';
import { backoff, pause } from '@viva/client/toolkit';
import { troubleOf, type Trouble } from '../api/problems';
import { Store } from '../ui/store';

export interface ExaminingState {
  /** The tests to choose from; absent until they are read. */
  readonly tests?: readonly CatalogEntry[] | undefined;
  readonly testsTrouble?: Trouble | undefined;
  /** The chosen test, and what is said about it so far. */
  readonly test?: CatalogEntry | undefined;
  readonly side?: Side | undefined;
  readonly consent: boolean;
  /** Whether this test asks for a side or for the patient's agreement. */
  readonly asksSide: boolean;
  readonly asksConsent: boolean;
  readonly progress: 'no' | 'asking' | 'again';
  /** What the service missed at the last try, in its words. */
  readonly missing?: { readonly what: 'side' | 'consent'; readonly words: string } | undefined;
  readonly trouble?: Trouble | undefined;
}

export interface ExaminingParts {
  readonly readTests: () => Promise<readonly CatalogEntry[]>;
  readonly examine: (asked: NewExamination) => Promise<ExaminationReceipt>;
  /** Shows what the service has stored without waiting for the event stream, which tells the same. */
  readonly onStored: (event: SessionEvent) => void;
  readonly newItemId: () => string;
  readonly clock: Clock;
  readonly random: () => number;
}

const TRIES = 4;
/** A longer wait is shown with a button instead of being sat out. */
const PATIENCE_S = 10;

const NOTHING_CHOSEN = {
  side: undefined,
  consent: false,
  asksSide: false,
  asksConsent: false,
  progress: 'no',
  missing: undefined,
  trouble: undefined,
} as const;

/** The student's examination of the patient: a test is chosen, asked for, and asked for again until there is an answer. */
export class Examining {
  readonly store = new Store<ExaminingState>(NOTHING_CHOSEN);
  private reading = false;
  private unanswered: { readonly asked: string; readonly itemId: string } | undefined;
  private waiting: AbortController | undefined;
  private round = 0;

  constructor(private readonly parts: ExaminingParts) {}

  /** Reads the tests once; again after a failure. */
  async readTests(): Promise<void> {
    if (this.reading || this.store.get().tests) return;
    this.reading = true;
    this.store.set({ testsTrouble: undefined });
    try {
      this.store.set({ tests: await this.parts.readTests() });
    } catch (error) {
      this.store.set({ testsTrouble: await troubleOf(error) });
    } finally {
      this.reading = false;
    }
  }

  choose(test: CatalogEntry | undefined): void {
    this.stop();
    const asks = { asksSide: test?.sides === true, asksConsent: test?.needsConsent === true };
    this.store.set({ ...NOTHING_CHOSEN, ...asks, test });
  }

  setSide(side: Side): void {
    this.store.set({ side, missing: undefined });
  }

  setConsent(consent: boolean): void {
    this.store.set({ consent, missing: undefined });
  }

  /** Ends a pause between two tries. */
  retryNow(): void {
    this.waiting?.abort();
  }

  /** What is under way may still be stored; then the event stream shows it. */
  stop(): void {
    this.round += 1;
    this.waiting?.abort();
  }

  async examine(): Promise<void> {
    const { test, side, consent, progress } = this.store.get();
    if (!test || progress !== 'no') return;
    const round = ++this.round;
    const asked: NewExamination = {
      itemId: this.itemOf(test.id, side),
      testId: test.id,
      ...(side && { side }),
      ...(consent && { consent }),
    };
    this.store.set({ progress: 'asking', missing: undefined, trouble: undefined });
    for (let attempt = 1; round === this.round; attempt++) {
      try {
        const receipt = await this.parts.examine(asked);
        return this.answered(receipt, round);
      } catch (error) {
        const trouble = await troubleOf(error);
        if (round !== this.round) return;
        const wait = trouble.retryAfterS ?? 0;
        if (attempt === TRIES || !isRetryable(trouble) || wait > PATIENCE_S) {
          if (trouble.code === 'item_conflict') this.unanswered = undefined;
          return this.store.set({ progress: 'no', trouble });
        }
        this.store.set({ progress: 'again' });
        await this.wait(backoff(attempt, this.parts.random, wait));
      }
    }
  }

  private async wait(ms: number): Promise<void> {
    this.waiting = new AbortController();
    await pause(this.parts.clock, ms, this.waiting.signal);
    this.waiting = undefined;
  }

  /** While a test has no answer, asking for it again is the same request: it is stored once. */
  private itemOf(testId: string, side: Side | undefined): string {
    const asked = `${testId} ${side ?? ''}`;
    if (this.unanswered?.asked !== asked) this.unanswered = { asked, itemId: this.parts.newItemId() };
    return this.unanswered.itemId;
  }

  private answered({ sessionId, seq, createdAt, examination }: ExaminationReceipt, round: number): void {
    const current = round === this.round;
    const { outcome, detail = 'Something is missing.' } = examination;
    if (outcome === 'side_needed' || outcome === 'consent_needed') {
      if (!current) return;
      const what = outcome === 'side_needed' ? ('side' as const) : ('consent' as const);
      const asks = what === 'side' ? { asksSide: true } : { asksConsent: true };
      return this.store.set({ progress: 'no', missing: { what, words: detail }, ...asks });
    }
    const at = createdAt ?? new Date(this.parts.clock.now());
    this.parts.onStored({
      sessionId,
      type: 'examination',
      createdAt: at,
      examination,
      ...(seq !== undefined && { seq }),
    });
    if (this.unanswered?.itemId === examination.itemId) this.unanswered = undefined;
    if (!current) return;
    this.store.set({ progress: 'no', side: undefined });
  }
}
