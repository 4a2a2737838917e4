import type { DebriefItem, Evidence, LineMark } from '@viva/client';

export const MARK_WORDS: Record<LineMark, string> = {
  late: 'Arrived after the end',
  interrupted: 'Interrupted: may hold more than was heard',
  unconfirmed: 'Not confirmed by the voice service',
  revised: 'Words corrected',
};

/** What a reader should know of the line that is quoted. */
export function marksOf({ marks = [] }: Pick<Evidence, 'marks'>): string[] {
  return marks.map((mark) => MARK_WORDS[mark]);
}

/** All that shows an item are lines that are late, interrupted or unconfirmed: a person should look. */
export function restsOnMarked({ result, evidence }: DebriefItem): boolean {
  return result === 'met' && evidence.length > 0 && evidence.every(isMarked);
}

function isMarked({ marks = [] }: Evidence): boolean {
  // A corrected line is the better one.
  return marks.some((mark) => mark !== 'revised');
}

/** What an item is called, with its side. */
export function titleOf({ title, side }: Pick<DebriefItem, 'title' | 'side'>): string {
  return side ? `${title}, ${side}` : title;
}

/** What came of an item, in words that student and teacher read alike. */
export function resultWords(item: DebriefItem): string {
  if (item.basis === 'proposal') return item.evidence.length > 0 ? 'Possible' : 'No sentence found';
  if (item.result === 'unclear') return 'Unclear';
  switch (item.kind) {
    case 'history':
      return historyWords(item);
    case 'examination':
      return examinationWords(item);
    case 'red_flag':
      return dangerWords(item);
    default:
      return item.result === 'met' ? 'Done' : item.result === 'not_met' ? 'Not seen' : 'Did not arise';
  }
}

function historyWords({ result, outcome, basis }: DebriefItem): string {
  if (result !== 'met') return outcome === 'not_answered' ? 'Not answered' : 'Not told';
  if (outcome === 'volunteered') return 'Told unasked';
  return basis === 'question' ? 'Told when asked (read with its question)' : 'Told when asked';
}

/** Of a danger that was not screened, the server shows what was told of it, and what was asked and not answered. */
function dangerWords({ result, evidence, askedBy = [] }: DebriefItem): string {
  if (result === 'met') return 'Looked for';
  if (result !== 'not_met') return 'Nobody present could tell';
  if (evidence.length > 0) return 'Looked for in part';
  return askedBy.length > 0 ? 'Asked, not answered' : 'Not looked for';
}

function examinationWords({ result, outcome }: DebriefItem): string {
  switch (outcome) {
    case 'found':
      return 'Done';
    case 'before_consent':
      return 'Done before consent';
    case 'contraindicated':
      return 'Tried; must not be done here';
    case 'not_in_case':
      return 'Nothing recorded';
    default:
      return result === 'not_applicable' ? 'Rightly left: must not be done here' : 'Not done';
  }
}
