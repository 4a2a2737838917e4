import type { Assessment, CriterionScore, RubricCriterion } from '@viva/client';
import { highestOf } from './entries';

/** A point of a scale in few words, for a table. */
export function valueWords({ scale }: Pick<RubricCriterion, 'scale'>, value: number | undefined): string {
  if (value === undefined) return 'Not judged';
  if (scale === 'binary' && Number.isInteger(value)) return value === 1 ? 'Seen' : 'Not seen';
  return `${Number.isInteger(value) ? value : value.toFixed(1)} of ${highestOf({ scale })}`;
}

export interface Other {
  /** How the page calls them: `Rater 1`. */
  readonly name: string;
  readonly assessment: Assessment;
  /** Whether both assessed by one version of the rubric: else the same value may mean another thing. */
  readonly sameRubric: boolean;
  readonly both: number;
  readonly equal: number;
}

/** The others who assessed by the same rubric, and how often they chose as oneself did. */
export function othersOf(own: Assessment, all: readonly Assessment[]): Other[] {
  const others = all.filter((one) => !one.own && one.rubricId === own.rubricId);
  return others.map((assessment, i) => {
    const sameRubric = assessment.rubricVersion === own.rubricVersion;
    const pairs = (sameRubric ? (own.scores ?? []) : []).flatMap(({ criterionId, value }) => {
      const theirs = valueOf(assessment, criterionId);
      return value === undefined || theirs === undefined ? [] : [value === theirs];
    });
    const equal = pairs.filter(Boolean).length;
    return { name: `Rater ${i + 1}`, assessment, sameRubric, both: pairs.length, equal };
  });
}

export function scoreOf(assessment: Assessment | undefined, criterionId: string): CriterionScore | undefined {
  return assessment?.scores?.find((one) => one.criterionId === criterionId);
}

function valueOf(assessment: Assessment | undefined, criterionId: string): number | undefined {
  return scoreOf(assessment, criterionId)?.value;
}
