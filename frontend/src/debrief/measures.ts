import type { Measure } from '@viva/client';
import { count, duration } from '../time/words';

/** What a figure says, and what it does not. */
export interface Meaning {
  readonly name: string;
  readonly definition: string;
  readonly limits: string;
  readonly source?: string;
}

const BY_FORM = 'Told by the form of the sentence, not by its marks. A fitting closed question is no fault.';
const TERMS = 'Terms after Silverman, Kurtz and Draper, Skills for Communicating with Patients, 2013.';
const CLOCKS = 'Clocks of different devices differ by seconds.';

/** The measures of DEBRIEF.md that a page shows, in its order. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  questions: {
    name: 'Questions',
    definition: 'The student’s lines that ask something.',
    limits: BY_FORM,
    source: TERMS,
  },
  open_questions: {
    name: 'Open questions',
    definition: 'Lines that invite to tell: what, how, why, where, “tell me about”. A share of all that ask.',
    limits: BY_FORM,
    source: TERMS,
  },
  closed_questions: {
    name: 'Closed questions',
    definition: 'Lines that ask for yes or no, or for one fact. A share of all that ask.',
    limits: BY_FORM,
    source: TERMS,
  },
  leading_questions: {
    name: 'Leading questions',
    definition: 'Lines that suggest their answer, such as “no fever?”. A share of all that ask.',
    limits: BY_FORM,
    source: TERMS,
  },
  stacked_questions: {
    name: 'Several questions at once',
    definition: 'Lines that ask several things in one go. A share of all that ask.',
    limits: BY_FORM,
    source: TERMS,
  },
  talk_share: {
    name: 'Share of the words',
    definition: 'The student’s words of all words.',
    limits: 'Counted in words, not in time. Explaining a plan takes more words than taking a history.',
  },
  longest_run: {
    name: 'Longest stretch',
    definition: 'Words of the student without a line of the patient between.',
    limits: 'A long explanation may be right.',
  },
  long_runs: {
    name: 'Long stretches',
    definition: 'Stretches of more than 60 words.',
    limits: 'A long explanation may be right.',
  },
  interruptions: {
    name: 'Interruptions',
    definition: 'Lines of the patient that were cut short, without those followed by a mere “mm” or “I see”.',
    limits: 'Two of three interruptions are meant to help.',
    source: 'BMJ Open 2023;13:e066678.',
  },
  backchannels: {
    name: 'Short signs of listening',
    definition: 'Lines of the patient that a word such as “mm” or “I see” cut short.',
    limits: 'They count as listening, not as interruptions.',
    source: 'BMJ Open 2023;13:e066678.',
  },
  first_interruption: {
    name: 'First interruption after',
    definition: 'From the patient’s first line to the first interruption.',
    limits: `The median in real consultations is 31 s. ${CLOCKS}`,
    source: 'BMJ Open 2023;13:e066678.',
  },
  seconds_subjective: {
    name: 'Time for the history',
    definition: 'From the first to the last line of this phase.',
    limits: CLOCKS,
  },
  seconds_objective: {
    name: 'Time for the examination',
    definition: 'From the first to the last line of this phase.',
    limits: CLOCKS,
  },
  seconds_treatment_plan: {
    name: 'Time for the plan',
    definition: 'From the first to the last line of this phase.',
    limits: CLOCKS,
  },
  median_pause: {
    name: 'Usual pause',
    definition: 'From the end of a line of the patient to the student’s next one; half are shorter.',
    limits: `${CLOCKS} A pause may be time that the patient needed.`,
  },
  topics_in_ten_minutes: {
    name: 'Topics in ten minutes',
    definition: 'Topics of the case that were told, per ten minutes.',
    limits: 'Fast is not good by itself: read it beside the questions.',
  },
  first_red_flag_order: {
    name: 'First danger, as topic',
    definition: 'As which topic of the history the first danger was looked for.',
    limits: 'Only dangers for which the case names topics.',
  },
  first_red_flag_time: {
    name: 'First danger after',
    definition: 'From the first line to the topic by which the first danger was looked for.',
    limits: CLOCKS,
  },
  history_told: {
    name: 'Topics told',
    definition: 'Topics of the case that a line of the patient tells.',
    limits: 'A patient who puts things in quite other words is not recognised.',
  },
  red_flags_screened: {
    name: 'Dangers looked for',
    definition:
      'Dangers of the case for which something was told or found, or all where the case needs all, of those that somebody present could tell of.',
    limits:
      'Only by the topics that the case names; nothing is guessed. What was asked and not answered does not count.',
  },
  tests_done: {
    name: 'Tests done',
    definition: 'Examinations with a finding.',
    limits: 'Whether a test was the right one, a person has to say.',
  },
  tests_not_in_case: {
    name: 'Tests without a finding',
    definition: 'Examinations for which the case records nothing.',
    limits: 'The case may lack what would have been sensible.',
  },
  jargon: {
    name: 'Words a patient may not know',
    definition:
      'Technical words that the student did not explain in this line or the next two, and the patient does not use.',
    limits: 'From a list: it lacks words, and some patients know them.',
    source: 'NHS digital service manual, and an own selection.',
  },
  diagnosis_named: {
    name: 'Diagnosis named',
    definition: 'Lines of the student with the name of the diagnosis, its short form or another name.',
    limits: 'Naming it is neither right nor wrong by itself.',
  },
};

const ORDER = Object.keys(MEANINGS);

/** The measures that the page can explain, in the order of reading: a figure without its meaning is not shown. */
export function explained(measures: readonly Measure[]): (Measure & { meaning: Meaning })[] {
  return measures
    .flatMap((measure) => {
      const meaning = MEANINGS[measure.id];
      return meaning ? [{ ...measure, meaning }] : [];
    })
    .sort((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
}

/** A figure in words, `40 % (4 of 10)`. */
export function figureOf({ value, unit, numerator, denominator }: Measure): string {
  switch (unit) {
    case 'percent':
      return denominator === undefined ? `${value} %` : `${value} % (${numerator ?? 0} of ${denominator})`;
    case 'seconds':
      return duration(value);
    case 'words':
      return count(value, 'word');
    default:
      return String(value);
  }
}
