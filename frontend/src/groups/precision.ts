import type { CriterionPrecision, ReviewPrecision, Rubric } from '@viva/client';
import { count } from '../time/words';
import { figureWords } from './agreement';

/** What the figures of a criterion let one conclude. */
export function precisionWords(
  { pairs, withheld, kappa, switchedOff }: CriterionPrecision,
  { minPairs, minKappa }: Pick<ReviewPrecision, 'minPairs' | 'minKappa'>,
): string {
  if (withheld) return `Only ${count(pairs, 'pair')}: ${minPairs} are needed.`;
  if (switchedOff)
    return `Kappa is below ${figureWords(minKappa)}: the model is not asked about this any more.`;
  if (kappa === undefined) return 'Both said the same of all: chance alone would explain that.';
  return 'It agrees with people well enough to be asked.';
}

/** What a criterion is called; by another version of the rubric, whose words may be others, its id. */
export function criterionName(
  { criterionId, rubricVersion }: CriterionPrecision,
  { version, criteria }: Pick<Rubric, 'version' | 'criteria'>,
): string {
  if (rubricVersion !== version) return `${criterionId} (version ${rubricVersion} of the rubric)`;
  return criteria.find(({ id }) => id === criterionId)?.title ?? criterionId;
}

/** How many of the pairs say something of the model alone. */
export function independentWords({ independent, pairs }: CriterionPrecision): string {
  if (independent === pairs) return 'All were signed before anyone had asked.';
  if (independent === 0) return 'None was signed before somebody had asked.';
  return `${count(independent, 'pair', ['was', 'were'])} signed before anyone had asked.`;
}
