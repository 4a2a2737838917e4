import type { CriterionScore, Rubric } from '@viva/client';
import { sameScores } from './entries';

type Scores = readonly CriterionScore[];

/** More than are sent while a connection comes and goes. */
const MAX_DRAFTS = 20;

/** The drafts that were sent and not answered: any of them may stand at the service, and is no change by others. */
export class Unanswered {
  constructor(
    private readonly rubric: Rubric,
    private drafts: readonly Scores[] = [],
  ) {}

  get all(): readonly Scores[] {
    return this.drafts;
  }

  has(scores: Scores): boolean {
    return this.drafts.some((one) => sameScores(this.rubric, one, scores));
  }

  add(scores: Scores): void {
    if (!this.has(scores)) this.drafts = [...this.drafts, scores].slice(-MAX_DRAFTS);
  }

  /** It is not what stands: the service has refused it. */
  remove(scores: Scores): void {
    this.drafts = this.drafts.filter((one) => !sameScores(this.rubric, one, scores));
  }

  /** What stands is known. */
  clear(): void {
    this.drafts = [];
  }
}
