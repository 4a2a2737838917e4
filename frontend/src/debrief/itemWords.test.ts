import { describe, expect, it } from 'vitest';
import { item, quote } from '../testing/debriefs';
import { restsOnMarked, resultWords, titleOf } from './itemWords';

describe('the words for an item', () => {
  it.each([
    [item('history/a', { outcome: 'elicited' }), 'Told when asked'],
    [
      item('history/a', { outcome: 'elicited', basis: 'question' }),
      'Told when asked (read with its question)',
    ],
    [item('history/a', { outcome: 'volunteered' }), 'Told unasked'],
    [item('history/a', { result: 'not_met', outcome: 'not_answered' }), 'Not answered'],
    [item('history/a', { result: 'not_met', outcome: 'missed' }), 'Not told'],
    [item('history/a', { result: 'unclear', outcome: 'elicited' }), 'Unclear'],
    [item('examination/a', { outcome: 'before_consent', basis: 'rule' }), 'Done before consent'],
    [
      item('examination/a', { result: 'not_applicable', outcome: 'missed', basis: 'rule' }),
      'Rightly left: must not be done here',
    ],
    [item('red_flag/a', { result: 'met', basis: 'rule' }), 'Looked for'],
    [item('red_flag/a', { result: 'not_met', basis: 'rule', evidence: [] }), 'Not looked for'],
    [
      item('red_flag/a', {
        result: 'not_met',
        basis: 'rule',
        evidence: [],
        askedBy: [quote('s1', 'Fever?')],
      }),
      'Asked, not answered',
    ],
    [
      item('red_flag/a', { result: 'not_met', basis: 'rule', evidence: [quote('p1', 'No.')] }),
      'Looked for in part',
    ],
    [
      item('red_flag/a', { result: 'not_applicable', basis: 'rule', evidence: [] }),
      'Nobody present could tell',
    ],
    [item('gate/a', { result: 'not_applicable', basis: 'rule' }), 'Did not arise'],
  ])('%o: %s', (told, words) => {
    expect(resultWords(told)).toBe(words);
  });

  it('never calls a proposal done', () => {
    const proposal = { basis: 'proposal', result: 'unclear' } as const;
    expect(resultWords(item('plan/a', proposal))).toBe('Possible');
    expect(resultWords(item('plan/a', { ...proposal, evidence: [] }))).toBe('No sentence found');
  });

  it('names the side', () => {
    expect(titleOf({ title: 'Lachman test', side: 'right' })).toBe('Lachman test, right');
  });
});

describe('what rests on marked lines', () => {
  const marked = quote('p1', 'Yes.', { marks: ['interrupted'] });

  it('rests on marked lines alone', () => {
    expect(restsOnMarked(item('history/a', { evidence: [marked] }))).toBe(true);
    expect(restsOnMarked(item('history/a', { evidence: [marked, quote('p2', 'No.')] }))).toBe(false);
  });

  it('is no corrected line, which is the better one', () => {
    expect(
      restsOnMarked(item('history/a', { evidence: [quote('p1', 'Yes.', { marks: ['revised'] })] })),
    ).toBe(false);
  });
});
