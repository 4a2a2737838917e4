import { expect, it } from 'vitest';
import { debriefOf, item } from '../testing/debriefs';
import { groupsOf } from './groups';

const ids = (...items: Parameters<typeof debriefOf>[0]) =>
  groupsOf(debriefOf(items)).map(({ id, items: held }) => [id, ...held.map((one) => one.id)].join(' '));

it('begins with what was learned by asking', () => {
  const opening = item('gate/greeting', { basis: 'rule' });
  const asked = item('history/onset', { outcome: 'elicited' });
  const told = item('history/work', { outcome: 'volunteered' });
  expect(ids(opening, told, asked)).toEqual([
    'asked history/onset',
    'volunteered history/work',
    'opening gate/greeting',
  ]);
});

it('tells what was not answered, not sure and not asked apart', () => {
  expect(
    ids(
      item('history/a', { result: 'not_met', outcome: 'missed', evidence: [] }),
      item('history/b', { result: 'not_met', outcome: 'not_answered', evidence: [] }),
      item('history/c', { result: 'unclear', outcome: 'elicited' }),
    ),
  ).toEqual(['not_answered history/b', 'unclear history/c', 'missed history/a']);
});

it('counts a test that was tried as examined, whatever came of it', () => {
  const exam = (id: string, outcome: 'found' | 'before_consent' | 'contraindicated' | 'missed') =>
    item(`examination/${id}`, { outcome, result: outcome === 'found' ? 'met' : 'not_met', basis: 'rule' });
  expect(
    ids(exam('a', 'missed'), exam('b', 'found'), exam('c', 'contraindicated'), exam('d', 'before_consent')),
  ).toEqual(['examined examination/b examination/c examination/d', 'not_examined examination/a']);
});

it('loses no item', () => {
  const kinds = ['history', 'examination', 'red_flag', 'gate', 'plan', 'communication'];
  const results = ['met', 'not_met', 'unclear', 'not_applicable'] as const;
  const all = kinds.flatMap((kind) => results.map((result) => item(`${kind}/${result}`, { result })));
  expect(groupsOf(debriefOf(all)).flatMap(({ items }) => items)).toHaveLength(all.length);
});
