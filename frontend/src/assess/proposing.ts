import { isRetryable, type Clock, type Review, type Rubric } from '@viva/client';
import { backoff } from '@viva/client/toolkit';
import type { Trouble } from '../api/problems';
import { facultyTrouble } from '../faculty/words';
import { Store } from '../ui/store';

export interface ProposingState {
  /** There only once the rater has asked: who has read a proposal tends to agree with it. */
  readonly review?: Review;
  readonly asking: boolean;
  readonly trouble?: Trouble | undefined;
}

export interface ProposingParts {
  readonly ask: () => Promise<Review>;
  /** The reviews that are stored, the newest first. */
  readonly list: () => Promise<Review[]>;
  readonly clock: Clock;
}

/** How often it is looked what the model has answered meanwhile. */
const AGAIN_MS = 2_000;

/** Words of a refusal that mean something else here than for a student. */
const WORDS: Partial<Record<string, string>> = {
  budget_exhausted:
    'Today’s requests to the model are used up. Judge without proposals, or ask again after midnight (UTC).',
};

/** What a model proposes for one encounter by one rubric, from when the rater asks for it. */
export class Proposing {
  readonly store = new Store<ProposingState>({ asking: false });
  private cancel = () => {};
  private stopped = false;
  private failures = 0;

  constructor(
    private readonly rubric: Pick<Rubric, 'rubricId' | 'version'>,
    private readonly parts: ProposingParts,
  ) {}

  /** Asks about every criterion that has no answer yet. Never throws. */
  async ask(): Promise<void> {
    if (this.store.get().asking) return;
    this.cancel();
    this.store.set({ asking: true, trouble: undefined });
    try {
      this.show(await this.parts.ask());
    } catch (error) {
      await this.fail(error);
    }
    this.store.set({ asking: false });
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private show(review: Review): void {
    this.store.set({ review });
    if (review.state === 'running') this.lookAfter(AGAIN_MS);
  }

  private lookAfter(ms: number): void {
    if (!this.stopped) this.cancel = this.parts.clock.after(ms, () => void this.look());
  }

  private async look(): Promise<void> {
    try {
      const review = await this.stored();
      const { trouble } = this.store.get();
      this.failures = 0;
      // It runs, though the answer was lost.
      if (trouble && isRetryable(trouble)) this.store.set({ trouble: undefined });
      if (review) this.show(review);
    } catch (error) {
      const trouble = await facultyTrouble(error);
      this.store.set({ trouble });
      if (isRetryable(trouble)) this.lookAfter(backoff(++this.failures, Math.random, trouble.retryAfterS));
    }
  }

  /** What the model had answered before the refusal is shown all the same. */
  private async fail(error: unknown): Promise<void> {
    const trouble = await facultyTrouble(error);
    this.store.set({ trouble: { ...trouble, words: WORDS[trouble.code] ?? trouble.words } });
    const review = await this.stored().catch(() => undefined);
    if (review) this.show(review);
  }

  /** The one that is shown, else the newest by this version of the rubric: another may ask for other things. */
  private async stored(): Promise<Review | undefined> {
    const shown = this.store.get().review?.reviewId;
    return (await this.parts.list()).find(({ reviewId, rubricId, rubricVersion }) =>
      shown === undefined
        ? rubricId === this.rubric.rubricId && rubricVersion === this.rubric.version
        : reviewId === shown,
    );
  }
}
