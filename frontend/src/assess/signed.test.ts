import type { Assessment, RubricSummary, Session, Turn } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { begin } from '../encounter/conversation';
import type { FollowedState } from '../faculty/followed';
import { rubric, stored } from '../testing/rubric';
import { GonePart } from './GonePart';
import { OthersPart } from './OthersPart';
import { RubricChoice } from './RubricChoice';
import { newestSigned, signedScores, withSigned } from './signed';
import { SignedScores } from './SignedScores';

describe('an assessment that was signed here', () => {
  const signed = stored({ state: 'signed', etag: 's' });
  const others = stored({ own: false, state: 'signed', rater: 'rat_2', hidden: true });

  it('is signed, although the list was read before', () => {
    const all = withSigned([stored({ etag: 'd' }), others], [signed]);
    expect(all).toEqual([others, signed]);
    expect(newestSigned(all.filter(({ own }) => own))).toBe(signed);
  });

  it('is shown in its newest version, although the list has an earlier one', () => {
    const second = stored({ state: 'signed', version: 2 });
    expect(newestSigned(withSigned([signed], [second]))).toBe(second);
    expect(newestSigned(withSigned([second], [signed, second]))).toBe(second);
  });

  it('is there once when the list has it, too', () => {
    expect(withSigned([signed, others], [signed])).toEqual([others, signed]);
  });

  it('changes nothing of another rubric', () => {
    const draft = stored({ rubricId: 'other' });
    expect(withSigned([draft], [signed])).toEqual([draft, signed]);
    expect(newestSigned([draft])).toBeUndefined();
  });
});

/** A conversation of one line. */
const panel = {
  session: {} as Session,
  names: { code: '', title: '', patient: '' },
  state: {
    conversation: {
      ...begin('subjective', 'closed'),
      turns: new Map([
        ['item_1', { itemId: 'item_1', role: 'student', text: 'What brings you in?' } as Turn],
      ]),
    },
  } as unknown as FollowedState,
  jump: { show: () => undefined, back: () => undefined, spot: undefined },
};

describe('what was chosen by a rubric that is not there any more', () => {
  const shown = (all: Assessment[], rubrics: string[] = []) =>
    renderToStaticMarkup(
      createElement(GonePart, {
        ...panel,
        all,
        rubrics: rubrics.map((rubricId) => ({ rubricId }) as RubricSummary),
      }),
    );
  const scores = [
    { criterionId: 'open', value: 1, evidence: ['item_1'], comment: 'Warmly.' },
    { criterionId: 'plan', comment: 'Later.' },
  ];

  it('is there of a draft, with all that was saved of it', () => {
    const page = shown([stored({ scores })]);
    expect(page).toContain('You began a draft by r, which is not there any more.');
    expect(page).toMatch(/Value 1.*What brings you in\?.*Warmly\..*Nothing chosen.*Later\./);
    expect(shown([stored({ scores })], ['r'])).toBe('');
    expect(shown([stored({ own: false, scores })])).toBe('');
  });

  it('is there of what was signed, and of a draft after it alone', () => {
    const signed = stored({ state: 'signed', version: 2, scores });
    expect(shown([signed])).toContain('r: Signed');
    expect(shown([signed, stored()])).not.toContain('You began a draft');
    const both = shown([signed, stored({ version: 3 })]);
    expect(both).toContain('r: Signed');
    expect(both).toContain('You began a draft');
  });
});

it('is asked for a rubric only where there is one', () => {
  const shown = (rubrics: RubricSummary[], value?: string) =>
    renderToStaticMarkup(createElement(RubricChoice, { rubrics, value, onChange: () => undefined }));
  const r = { rubricId: 'r', title: 'R', criterionCount: 3 } as RubricSummary;
  expect(shown([r])).toContain('Choose the rubric by which you assess');
  expect(shown([r], 'r')).not.toContain('Choose the rubric');
  expect(shown([])).not.toContain('Choose the rubric');
  expect(shown([])).toContain('This service has no rubric');
});

describe('what was signed', () => {
  const assessment = stored({
    state: 'signed',
    scores: [
      { criterionId: 'open', value: 1, evidence: ['item_1'], comment: 'Warmly.' },
      { criterionId: 'gone', comment: 'Not seen.' },
    ],
  });
  const [open, plan, tone] = rubric.criteria;
  const named = { ...rubric, criteria: [{ ...open!, title: 'Opens', anchors: ['No', 'Yes'] }, plan!, tone!] };
  const now = { ...named, version: '2' };
  const page = (of?: typeof rubric) =>
    renderToStaticMarkup(
      createElement(SignedScores, { assessment, rubric: of, lines: (lines) => lines.join(' ') }),
    );

  it('is shown in the words of its rubric', () => {
    expect(signedScores(assessment, named).map(({ title, chosen }) => [title, chosen])).toEqual([
      ['Opens', 'Yes'],
      ['plan', 'Could not be judged here'],
      ['tone', 'Could not be judged here'],
    ]);
    expect(page(named)).not.toContain('class="note"');
  });

  it.each([
    ['was changed since', now, /signed by its version 1, and it is now version 2/],
    ['is not there any more', undefined, /not there any more/],
  ])('is shown as it was stored where the rubric %s', (_, of, words) => {
    expect(signedScores(assessment, of)).toEqual([
      { id: 'open', title: 'open', chosen: 'Value 1', evidence: ['item_1'], comment: 'Warmly.' },
      {
        id: 'gone',
        title: 'gone',
        chosen: 'Could not be judged here',
        evidence: [],
        comment: 'Not seen.',
      },
    ]);
    expect(page(of)).toMatch(words);
    expect(page(of)).not.toContain('Yes');
    expect(page(of)).toContain('item_1');
  });

  const beside = (rubricVersion: string, of: typeof rubric) => {
    const other = { ...assessment, own: false, rater: 'rat_2', rubricVersion };
    return renderToStaticMarkup(
      createElement(OthersPart, { rubric: of, own: assessment, all: [assessment, other], ...panel }),
    );
  };

  it('is compared with what others signed by the same version of the rubric alone', () => {
    expect(beside('1', named)).toContain('the same in 1 of the 1 criteria');
    expect(beside('1', named)).toMatch(/Opens<\/th><td>Seen<\/td>/);
    expect(beside('1', now)).toMatch(/open<\/th><td>1<\/td>/);
    expect(beside('0', named)).toContain('Rater 1 assessed by another version of the rubric');
    expect(beside('0', named)).not.toContain('<table');
  });

  it('is shown of others, too, who signed by another version of the rubric', () => {
    expect(beside('0', named)).toMatch(
      /<strong>open<\/strong><p>Value 1<\/p>.*What brings you in\?.*Warmly\./,
    );
    expect(beside('2', now)).toContain('<strong>Opens</strong><p>Yes</p>');
    expect(beside('1', named)).not.toContain('Warmly.');
  });
});
