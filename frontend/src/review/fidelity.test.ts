import { expect, it } from 'vitest';
import { fidelityGroups, fidelitySummary } from './fidelity';

const note = (kind: 'invented' | 'leaked' | 'withheld') => ({ kind, basis: 'rule' as const });

it('groups what the patient did with the case, the gravest first', () => {
  const notes = [note('withheld'), note('invented'), note('leaked'), note('invented')];
  expect(fidelityGroups({ notes }).map((one) => `${one.kind} ${one.notes.length}`)).toEqual([
    'leaked 1',
    'invented 2',
    'withheld 1',
  ]);
});

it('says in how many lines it looked, and who played', () => {
  expect(fidelitySummary({ notes: [], patientLines: 0 })).toBe('The patient has said nothing yet.');
  expect(fidelitySummary({ notes: [], patientLines: 1 })).toBe(
    'Nothing to look at in 1 line of the patient.',
  );
  expect(fidelitySummary({ notes: [note('leaked')], patientLines: 12, model: 'gpt-realtime' })).toBe(
    'Played by gpt-realtime. 1 place to look at in 12 lines of the patient.',
  );
});
