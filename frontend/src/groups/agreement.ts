import type { CriterionAgreement } from '@viva/client';
import { count } from '../time/words';

/** How few encounters with two raters give no figure. */
export const MIN_ENCOUNTERS = 10;

/**
 * What a figure lets one conclude. The bounds are Krippendorff's.
 *
 * @param otherVersions how many assessments are by another version of the rubric, and left out
 */
export function agreementWords(
  { tooFew, krippendorffAlpha: alpha, encounters }: CriterionAgreement,
  otherVersions = 0,
): string {
  const raters = otherVersions > 0 ? 'two raters by this version of the rubric' : 'two raters';
  if (tooFew)
    return encounters === 0
      ? `No encounter was assessed by ${raters}.`
      : `Only ${count(encounters, 'encounter')} with ${raters}: ${MIN_ENCOUNTERS} are needed.`;
  if (alpha === undefined) return 'All values are equal: chance alone would explain that.';
  if (alpha >= 0.8) return 'Raters agree well enough to rely on.';
  if (alpha >= 0.667) return 'Good enough for tentative conclusions alone.';
  return 'Raters read this criterion differently: talk about its words before you use it.';
}

/** How far raters agree on the sentences that the debrief proposes; empty where too few were judged by two. */
export function candidateWords({
  candidates = 0,
  candidatesPercent: percent,
  candidatesAlpha: alpha,
}: CriterionAgreement): string {
  if (percent === undefined) return '';
  const figure = `the same of ${Math.round(percent)} % of ${count(candidates, 'possible sentence')}`;
  return `They say ${figure}${alpha === undefined ? '' : ` (alpha ${figureWords(alpha)})`}.`;
}

/** `0.82`, `−0.10`, or a dash where there is no figure. */
export function figureWords(value: number | undefined, unit = ''): string {
  if (value === undefined) return '–';
  return unit === '%' ? `${Math.round(value)} %` : value.toFixed(2).replace('-', '−');
}
