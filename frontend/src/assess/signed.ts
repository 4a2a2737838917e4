import type { Assessment, Rubric } from '@viva/client';
import { scoreOf } from './compare';
import { NOTHING_CHOSEN, NOT_JUDGED, pointWords } from './entries';

/**
 * The assessments of a session as they were read, and what was signed since. What the service answered when it was signed
 * stands, whether or not the list can be read again.
 */
export function withSigned(listed: readonly Assessment[], signed: readonly Assessment[]): Assessment[] {
  const isOlder = (one: Assessment) =>
    one.own && signed.some(({ rubricId, version }) => one.rubricId === rubricId && one.version === version);
  return [...listed.filter((one) => !isOlder(one)), ...signed];
}

/** Of a rater's assessments by one rubric, the signed one of the highest version. */
export function newestSigned(own: readonly Assessment[]): Assessment | undefined {
  return own.filter(({ state }) => state === 'signed').sort((a, b) => b.version - a.version)[0];
}

/** Of a rater's assessments by one rubric, the draft of a version that is not signed yet. */
export function openDraft(own: readonly Assessment[]): Assessment | undefined {
  const signed = newestSigned(own)?.version ?? 0;
  return own.find(({ state, version }) => state === 'draft' && version > signed);
}

/** A criterion of a stored assessment, as it is shown. */
export interface SignedScore {
  readonly id: string;
  readonly title: string;
  /** What the rater chose, in words. */
  readonly chosen: string;
  readonly evidence: readonly string[];
  readonly comment?: string | undefined;
}

/**
 * What was chosen. In the words of the rubric only where it is the version that the rater read: another scale could say the
 * opposite. Else each score by the id of its criterion, with its bare value.
 *
 * @param rubric as it is now; undefined where it is not there any more
 */
export function signedScores(assessment: Assessment, rubric: Rubric | undefined): SignedScore[] {
  const { rubricVersion, state, scores = [] } = assessment;
  const none = state === 'signed' ? NOT_JUDGED : NOTHING_CHOSEN;
  if (rubric?.version === rubricVersion)
    return rubric.criteria.map((criterion) => {
      const { value, evidence = [], comment } = scoreOf(assessment, criterion.id) ?? {};
      const { id, title } = criterion;
      return { id, title, chosen: pointWords(criterion, value), evidence, comment };
    });
  return scores.map(({ criterionId: id, value, evidence = [], comment }) => ({
    id,
    title: id,
    chosen: value === undefined ? none : `Value ${value}`,
    evidence,
    comment,
  }));
}

/** Why a signed assessment is not in the words of its rubric; undefined where it is. */
export function rubricWords({ rubricVersion }: Assessment, rubric: Rubric | undefined): string | undefined {
  if (rubric?.version === rubricVersion) return undefined;
  const why = rubric
    ? `The rubric was changed since: this was signed by its version ${rubricVersion}, and it is now version ${rubric.version}.`
    : 'The rubric is not there any more.';
  return `${why} Each criterion has its id in place of its words, and its bare value.`;
}
