import { count } from '../time/words';
import type { CompletenessCheck } from './verdict';

export interface VerdictWords {
  readonly tone: 'good' | 'busy' | 'bad';
  readonly title: string;
  readonly words: string;
}

export function verdictWords(completeness: CompletenessCheck, waiting: number): VerdictWords {
  switch (completeness.verdict) {
    case 'complete':
      return {
        tone: 'good',
        title: 'Complete',
        words:
          'Every line is stored. This device counted and checked them itself and came to the same result.',
      };
    case 'settling':
      return {
        tone: 'busy',
        title: 'Closing',
        words: 'Everything so far is stored. The service takes late lines for a few more seconds.',
      };
    case 'waiting':
      return {
        tone: 'bad',
        title: `${count(waiting, 'line')} not saved yet`,
        words:
          waiting === 1
            ? 'It is safe on this device. See below what is being done about it.'
            : 'They are safe on this device. See below what is being done about them.',
      };
    case 'missing':
      return {
        tone: 'bad',
        title: `${count(completeness.missing, 'line')} missing`,
        words:
          'The service does not show what it had confirmed to this device. Report this with the session’s id.',
      };
    case 'differs':
      return {
        tone: 'bad',
        title: 'Not the same',
        words:
          'What this device computes differs from what the service says. Reload the page; if it happens again, report it.',
      };
    case 'unchecked':
      return {
        tone: 'busy',
        title: 'Stored, not checked',
        words: 'This browser cannot check the transcript here. Open the page over HTTPS to have it checked.',
      };
    case 'open':
      return { tone: 'busy', title: 'Still going on', words: 'The encounter has not ended yet.' };
  }
}
