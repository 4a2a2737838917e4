import type { Assessment, CriterionScore, Rubric, RubricCriterion } from '@viva/client';

/** A point of a scale in few words, for a table. */
export function valueWords({ scale }: Pick<RubricCriterion, 'scale'>, value: number | undefined): string {
  if (value === undefined) return 'Not judged';
  if (scale === 'binary' && Number.isInteger(value)) return value === 1 ? 'Seen' : 'Not seen';
  const top = scale === 'binary' ? 1 : scale === 'three' ? 3 : 5;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} of ${top}`;
}

export interface Other {
  /** How the page calls them: `Rater 1`. */
  readonly name: string;
  readonly assessment: Assessment;
  readonly both: number;
  readonly equal: number;
}

/** The others who assessed by this rubric, and how often they chose as oneself did. */
export function othersOf(rubric: Rubric, own: Assessment | undefined, all: readonly Assessment[]): Other[] {
  const others = all.filter((one) => !one.own && one.rubricId === rubric.rubricId);
  return others.map((assessment, i) => {
    const pairs = rubric.criteria.flatMap(({ id }) => {
      const [mine, theirs] = [valueOf(own, id), valueOf(assessment, id)];
      return mine === undefined || theirs === undefined ? [] : [mine === theirs];
    });
    const equal = pairs.filter(Boolean).length;
    return { name: `Rater ${i + 1}`, assessment, both: pairs.length, equal };
  });
}

export function scoreOf(assessment: Assessment | undefined, criterionId: string): CriterionScore | undefined {
  return assessment?.scores?.find((one) => one.criterionId === criterionId);
}

function valueOf(assessment: Assessment | undefined, criterionId: string): number | undefined {
  return scoreOf(assessment, criterionId)?.value;
}
