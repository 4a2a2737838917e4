import type { DebriefItem } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { rubric, stored } from '../testing/rubric';
import { candidatesOf, judge, verdictOf } from './candidates';
import { othersOf, valueWords } from './compare';
import { differencesOf, entriesOf, lacksOf, scoresOf, type Entry } from './entries';

describe('what is said of the criteria', () => {
  it('lacks a choice, or the evidence of a value above the lowest', () => {
    const none = { evidence: [], comment: '' };
    const lacks = lacksOf(rubric, {
      open: { ...none, choice: 0 },
      plan: { ...none, choice: 2 },
      tone: { ...none },
    });
    expect(lacks.map(({ criterion: { id }, lack }) => `${id} ${lack}`)).toEqual([
      'plan evidence',
      'tone choice',
    ]);
    expect(lacksOf(rubric, { open: { ...none, choice: 'unjudged' } })[0]?.criterion.id).toBe('plan');
  });

  it('is the same after a way to the service and back', () => {
    const entries = {
      open: { choice: 1, evidence: ['item_1'], comment: 'Yes.' },
      plan: { choice: 'unjudged' as const, evidence: [], comment: '' },
    };
    const scores = scoresOf(rubric, entries);
    expect(entriesOf(rubric, stored({ state: 'signed', scores }))).toEqual(entries);
    // A draft does not tell "could not be judged" from "not chosen yet", so the page asks again.
    expect(entriesOf(rubric, stored({ scores }))['plan']?.choice).toBeUndefined();
    expect(entriesOf(rubric, stored({ scores }), entries)).toEqual(entries);
  });

  it('has no choice and no verdict by another version of the rubric, which may have meant the opposite', () => {
    const confirmedProposal = [{ candidateId: 'plan/1-rest', itemId: 'item_1', confirmed: true }];
    const scores = [
      { criterionId: 'open', value: 1, evidence: ['item_1'], comment: 'Stays.', confirmedProposal },
      { criterionId: 'tone' },
      { criterionId: 'gone', value: 1 },
    ];
    const now = { ...rubric, version: '2' };
    const entries = entriesOf(now, stored({ state: 'signed', scores }));
    expect(scoresOf(now, entries)).toEqual([
      { criterionId: 'open', evidence: ['item_1'], comment: 'Stays.' },
    ]);
    expect(lacksOf(now, entries)).toHaveLength(3);
  });

  it('is sent without control characters, as a word processor leaves them', () => {
    const entries = { open: { evidence: [], comment: 'One\vtwo\u0007' } };
    expect(scoresOf(rubric, entries)).toEqual([{ criterionId: 'open', comment: 'One\ntwo' }]);
  });

  it('is told in words where two drafts differ', () => {
    const entry = { evidence: [], comment: '' };
    const mine = {
      open: { ...entry, choice: 1, evidence: ['b', 'a'] },
      plan: { ...entry, comment: 'Nearly.' },
    };
    const theirs = [
      { criterionId: 'open', value: 1, evidence: ['a', 'b'] },
      { criterionId: 'tone', value: 0 },
    ];
    const found = differencesOf(rubric, mine, stored({ scores: theirs }));
    expect(found.map(({ criterion: { id }, here, there }) => [id, here, there])).toEqual([
      ['plan', 'Nothing chosen · “Nearly.”', 'Nothing chosen'],
      ['tone', 'Nothing chosen', '0'],
    ]);
  });

  it('is compared with others where both have judged', () => {
    const own = stored({
      state: 'signed',
      scores: [
        { criterionId: 'open', value: 1 },
        { criterionId: 'plan', value: 2 },
      ],
    });
    const other = stored({
      own: false,
      rater: 'rat_2',
      scores: [
        { criterionId: 'open', value: 1 },
        { criterionId: 'tone', value: 1 },
      ],
    });
    const elsewhere = stored({ own: false, rubricId: 'another' });
    expect(othersOf(own, [own, other, elsewhere])).toMatchObject([{ name: 'Rater 1', both: 1, equal: 1 }]);
    const before = { ...other, rubricVersion: '0' };
    expect(othersOf(own, [own, before])).toMatchObject([{ sameRubric: false, both: 0, equal: 0 }]);
  });

  it.each([
    ['binary', 1, 'Seen'],
    ['binary', 0, 'Not seen'],
    ['binary', 0.5, '0.5 of 1'],
    ['three', 2, '2 of 3'],
    ['five', undefined, 'Not judged'],
  ] as const)('has words for %s %s', (scale, value, words) => {
    expect(valueWords({ scale }, value)).toBe(words);
  });
});

describe('candidates', () => {
  const evidence = (itemId: string) => ({ itemId, quote: 'To sum up', start: 0, end: 9 });
  const item = (id: string, basis: 'proposal' | 'rule', ...lines: string[]): DebriefItem => ({
    id,
    kind: id.startsWith('plan') ? 'plan' : 'communication',
    title: id,
    result: 'unclear',
    basis,
    evidence: lines.map(evidence),
  });
  const items = [
    item('communication/summary', 'proposal', 'item_1', 'item_1', 'item_2'),
    item('communication/empathy', 'proposal', 'item_3'),
    item('plan/1-rest', 'proposal', 'item_4'),
    item('plan/2-done', 'rule', 'item_5'),
  ];
  const none: Entry = { evidence: [], comment: '' };

  it('belong to a criterion by item or by kind, each line once', () => {
    const lines = (candidates?: string[]) =>
      candidatesOf({ ...(candidates && { candidates }) }, items).map(({ evidence: { itemId } }) => itemId);
    expect(lines(['communication/summary'])).toEqual(['item_1', 'item_2']);
    expect(lines(['plan'])).toEqual(['item_4']);
    expect(lines()).toEqual([]);
  });

  it('are confirmed, refused and left open again; a confirmed line is attached', () => {
    const [candidate] = candidatesOf({ candidates: ['communication/summary'] }, items);
    const confirmed = { ...none, ...judge(none, candidate!, true) };
    expect(confirmed.evidence).toEqual(['item_1']);
    expect(verdictOf(confirmed, candidate!)).toBe(true);
    const refused = { ...confirmed, ...judge(confirmed, candidate!, false) };
    expect(refused.verdicts).toEqual([
      { candidateId: 'communication/summary', itemId: 'item_1', confirmed: false },
    ]);
    expect(verdictOf({ ...refused, ...judge(refused, candidate!, false) }, candidate!)).toBeUndefined();
  });

  it('are the same after a way to the service and back', () => {
    const [candidate] = candidatesOf({ candidates: ['communication/summary'] }, items);
    const entries = { open: { ...none, choice: 1, ...judge(none, candidate!, true) } };
    const [open, ...others] = rubric.criteria;
    const naming = { ...rubric, criteria: [{ ...open!, candidates: ['communication/summary'] }, ...others] };
    expect(entriesOf(naming, stored({ state: 'signed', scores: scoresOf(naming, entries) }))).toEqual(
      entries,
    );
  });
});
