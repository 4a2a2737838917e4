import { describe, expect, it } from 'vitest';
import { debriefOf, item, quote } from '../testing/debriefs';
import { compare } from './compare';

const words = (rows: { id: string; cells: readonly { words: string }[] }[] | undefined) =>
  rows?.map(({ id, cells }) => [id, ...cells.map((cell) => cell.words)].join(' | '));

describe('attempts side by side', () => {
  it('show each item of any attempt, in the order of a debrief', () => {
    const { groups } = compare([
      debriefOf([item('gate/greeting', { basis: 'rule' }), item('history/onset', { outcome: 'elicited' })]),
      debriefOf([
        item('history/onset', { outcome: 'volunteered' }),
        item('history/night', { result: 'unclear' }),
        item('gate/greeting', { result: 'not_met', basis: 'rule' }),
      ]),
    ]);
    expect(groups.map(({ title }) => title)).toEqual(['History', 'The opening']);
    expect(words([...groups[0]!.rows])).toEqual([
      'history/onset | Told when asked | Told unasked',
      'history/night | Not shown | Unclear',
    ]);
    expect(words([...groups[1]!.rows])).toEqual(['gate/greeting | Done | Not seen']);
  });

  it('leave the place of an attempt whose debrief is not there', () => {
    const { groups } = compare([undefined, debriefOf([item('history/onset', { outcome: 'elicited' })])]);
    expect(words([...groups[0]!.rows])).toEqual(['history/onset | Not shown | Told when asked']);
  });

  it('say of what rests on marked lines that a person should look', () => {
    const marked = item('history/onset', {
      outcome: 'elicited',
      evidence: [quote('p1', 'Yes.', { marks: ['late'] })],
    });
    expect(words([...compare([debriefOf([marked])]).groups[0]!.rows])).toEqual([
      'history/onset | Told when asked, look at the line',
    ]);
  });

  it('have the figures beside each other', () => {
    const measures = (value: number) => [{ id: 'questions', value, unit: 'count' as const }];
    const { measures: rows } = compare([debriefOf([], { measures: measures(3) }), debriefOf([])]);
    expect(words([...rows])).toEqual(['questions | 3 | Not shown']);
  });
});
