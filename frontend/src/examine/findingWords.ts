import type { Examination } from '@viva/client';

/** What a test is called with its side, such as "Lachman test, right". */
export function titleOf({ name, side }: Pick<Examination, 'name' | 'side'>): string {
  return side ? `${name}, ${side}` : name;
}

/** What came of a test, in words. */
export function resultOf({ outcome, finding, detail }: Examination): string {
  switch (outcome) {
    case 'found':
      return finding ?? 'Done.';
    case 'contraindicated':
      return `Must not be done on this patient here.${detail ? ` ${detail}` : ''}`;
    case 'not_in_case':
      return 'Nothing is recorded for this test.';
    default:
      return detail ?? 'Not done yet.';
  }
}
