import type { CriterionAgreement, CriterionPrecision, ItemMatrix, Matrix } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { exportName } from '../ended/save';
import { agreementWords, candidateWords, figureWords } from './agreement';
import { knownGroups } from './known';
import { modelWords, perLines } from './patients';
import { criterionName, independentWords, precisionWords } from './precision';
import {
  itemTable,
  mostMissedFirst,
  otherVersionsWords,
  scoredWords,
  scoreTable,
  unreadWords,
} from './table';

const items: ItemMatrix = {
  group: 'PT-2B',
  scenarioId: 'knee',
  older: false,
  columns: [
    { itemId: 'gate/greeting', kind: 'gate', title: 'Greeting', met: 2, notMet: 0, unclear: 0 },
    { itemId: 'history/start', kind: 'history', title: 'Start', met: 2, notMet: 0, unclear: 0 },
    { itemId: 'history/fever', kind: 'history', title: 'Fever', met: 0, notMet: 1, unclear: 0 },
  ],
  rows: [
    { student: 1, encounters: 2, cells: [{ itemId: 'history/start', result: 'met' }] },
    { student: 2, encounters: 1, cells: [{ itemId: 'history/fever', result: 'not_met' }] },
  ],
};

describe('the table of a group', () => {
  it('has the items of a case by kind, each student a column', () => {
    const { students, parts } = itemTable(items);
    expect(students).toEqual([
      { number: 1, encounters: 2 },
      { number: 2, encounters: 1 },
    ]);
    expect(parts.map(({ title, rows }) => `${title}: ${rows.map((row) => row.title).join(', ')}`)).toEqual([
      'History: Start, Fever',
      'The opening: Greeting',
    ]);
    expect(parts[0]?.rows.map(({ cells }) => cells.map(({ words }) => words))).toEqual([
      ['Shown', 'Not known'],
      ['Not known', 'Not shown'],
    ]);
  });

  it('puts first what most students lack', () => {
    expect(mostMissedFirst(itemTable(items)).parts[0]?.rows.map(({ title }) => title)).toEqual([
      'Fever',
      'Start',
    ]);
  });

  it('tells the points of a rubric in words', () => {
    const matrix: Matrix = {
      group: 'PT-2B',
      rubricId: 'r',
      rubricVersion: '1',
      otherVersions: 0,
      older: false,
      leftOut: 0,
      columns: [
        { criterionId: 'open', title: 'Open', scale: 'binary', judged: 2, atLowest: 1, mean: 0.5 },
        { criterionId: 'plan', title: 'Plan', scale: 'three', judged: 1, atLowest: 0, mean: 2.5 },
      ],
      rows: [
        {
          student: 1,
          encounters: 1,
          raters: 2,
          cells: [
            { criterionId: 'open', value: 1 },
            { criterionId: 'plan', value: 2.5 },
          ],
        },
        { student: 2, encounters: 1, raters: 1, cells: [{ criterionId: 'open', value: 0 }] },
      ],
    };
    const [open, plan] = scoreTable(matrix).parts[0]!.rows;
    expect(open).toMatchObject({ shown: 1, known: 2, cells: [{ words: 'Seen' }, { words: 'Not seen' }] });
    expect(plan).toMatchObject({ more: 'mean 2.5 of 3', cells: [{ sign: '2.5' }, { words: 'Not judged' }] });
  });
});

it.each<[Partial<CriterionAgreement>, RegExp]>([
  [{ tooFew: true, encounters: 0 }, /^No encounter/],
  [{ tooFew: true, encounters: 4 }, /^Only 4 encounters/],
  [{}, /^All values are equal/],
  [{ krippendorffAlpha: 0.82 }, /rely on/],
  [{ krippendorffAlpha: 0.7 }, /tentative/],
  [{ krippendorffAlpha: 0.1 }, /differently/],
])('says what an agreement of %o means', (more, words) => {
  expect(agreementWords({ criterionId: 'a', encounters: 12, raters: 2, tooFew: false, ...more })).toMatch(
    words,
  );
});

it('says that assessments by another version of the rubric are left out', () => {
  const none = { criterionId: 'a', encounters: 0, raters: 0, tooFew: true };
  expect(agreementWords(none, 12)).toBe(
    'No encounter was assessed by two raters by this version of the rubric.',
  );
  expect(agreementWords({ ...none, encounters: 4 }, 12)).toContain('two raters by this version');
  expect(otherVersionsWords(12)).toBe(' 12 assessments are by another version of the rubric, and left out.');
  expect(otherVersionsWords()).toBe('');
  expect(scoredWords({ rows: [], otherVersions: 12 })).toMatch(/by this version of the rubric is signed yet/);
  expect(scoredWords({ rows: [], otherVersions: 0 })).toMatch(/by this rubric is signed yet/);
});

const PRECISION: CriterionPrecision = {
  rubricId: 'r',
  rubricVersion: '1',
  criterionId: 'a',
  model: 'reader-1',
  promptDigest: '0',
  pairs: 64,
  independent: 12,
  withheld: false,
  switchedOff: false,
};

it.each<[Partial<CriterionPrecision>, RegExp]>([
  [{ withheld: true, pairs: 4 }, /^Only 4 pairs: 50 are needed/],
  [{ switchedOff: true, kappa: 0.4 }, /below 0\.60: the model is not asked/],
  [{}, /chance alone/],
  [{ kappa: 0.78 }, /well enough to be asked/],
])('says what it means that a model agrees with people as in %o', (more, words) => {
  expect(precisionWords({ ...PRECISION, ...more }, { minPairs: 50, minKappa: 0.6 })).toMatch(words);
});

it.each([
  [0, /^None/],
  [1, /^1 pair was signed before/],
  [12, /^12 pairs were signed/],
  [64, /^All/],
])('says that %i of 64 pairs were signed before anyone had asked', (independent, words) => {
  expect(independentWords({ ...PRECISION, independent })).toMatch(words);
});

it('has no figure where there is none', () => {
  expect([figureWords(undefined), figureWords(-0.1), figureWords(91.7, '%')]).toEqual(['–', '−0.10', '92 %']);
});

it('counts what patients did per hundred of their lines', () => {
  expect([perLines(0, 310), perLines(4, 310), perLines(40, 310)]).toEqual([
    '0',
    '4 (1.3 in 100)',
    '40 (13 in 100)',
  ]);
  expect([modelWords({}), modelWords({ model: 'gpt-realtime' })]).toEqual(['Not known', 'gpt-realtime']);
});

it('says what figures do not contain', () => {
  expect(unreadWords({ older: false, leftOut: 0 })).toBe('');
  expect(unreadWords({ older: true, leftOut: 0 })).toBe(
    ' Older encounters than the newest 1,000 were not read.',
  );
  expect(unreadWords({ older: false, leftOut: 1 })).toContain('1 assessment by others is left out: you have');
  expect(unreadWords({ older: true, leftOut: 2 })).toMatch(/not read\. 2 assessments by others are left out/);
});

it('finds the groups that have practised', () => {
  const of = (group?: string) => ({ participant: { name: 'Kim', ...(group && { group }) } });
  expect(knownGroups([of('PT-10'), of(), of('PT-2'), of('PT-10'), {}])).toEqual([
    { name: 'PT-2', encounters: 1 },
    { name: 'PT-10', encounters: 2 },
  ]);
});

it('names an export safely', () => {
  expect(exportName('../PT 2B', new Date(2026, 10, 2), 'csv')).toBe('viva-scores-PT-2B-2026-11-02.csv');
});

it('says how far raters agree on possible sentences, where enough were judged by two', () => {
  const one = { criterionId: 'summary', encounters: 12, raters: 2, tooFew: false };
  expect(candidateWords(one)).toBe('');
  expect(candidateWords({ ...one, candidates: 4 })).toBe('');
  const judged = { ...one, candidates: 10, candidatesPercent: 90, candidatesAlpha: 0.808 };
  expect(candidateWords(judged)).toBe('They say the same of 90 % of 10 possible sentences (alpha 0.81).');
});

it('calls a criterion by the words of the rubric version that it is by', () => {
  const criterion = {
    id: 'a',
    title: 'Opens',
    scale: 'binary' as const,
    anchors: [],
    evidenceRequired: false,
  };
  const rubric = { version: '1', criteria: [criterion] };
  expect(criterionName(PRECISION, rubric)).toBe('Opens');
  expect(criterionName(PRECISION, { ...rubric, version: '2' })).toBe('a (version 1 of the rubric)');
});

it('says of how many students a sentence was confirmed', () => {
  const column = {
    criterionId: 'summary',
    title: 'Sums up',
    scale: 'binary' as const,
    judged: 2,
    atLowest: 0,
  };
  const matrix = {
    group: 'G',
    rubricId: 'r',
    rubricVersion: '1',
    rows: [],
    otherVersions: 0,
    older: false,
    leftOut: 0,
  };
  const more = (confirmed?: number) =>
    scoreTable({ ...matrix, columns: [{ ...column, ...(confirmed !== undefined && { confirmed }) }] })
      .parts[0]?.rows[0]?.more;
  expect(more()).toBeUndefined();
  expect(more(2)).toBe('confirmed sentences of 2 students');
});
