import type { Assessment, NewAssessment } from '@viva/client';
import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakePlace } from '../testing/fakeFaculty';
import { rubric, stored } from '../testing/rubric';
import { AssessmentDraft } from './draft';
import { KeptDraft } from './keptDraft';

const now = { ...rubric, version: '2' };
const verdicts = [{ candidateId: 'plan/1-rest', itemId: 'item_1', confirmed: true }];
const SCORES = [
  { criterionId: 'open', value: 1, evidence: ['item_1'], comment: 'Warmly.', confirmedProposal: verdicts },
];
const CHOSEN = { open: { choice: 1, evidence: ['item_1'], comment: 'Warmly.', verdicts } };
/** What is left of both by another version of the rubric. */
const LEFT = { open: { evidence: ['item_1'], comment: 'Warmly.' } };

describe('a draft whose rubric was changed since', () => {
  let clock: FakeClock;
  let place: FakePlace;
  let sent: NewAssessment[];
  let standing: Assessment[];

  beforeEach(() => {
    clock = new FakeClock();
    place = new FakePlace();
    sent = [];
    standing = [];
  });

  const open = (before?: Assessment, version = before?.version ?? 1, by = now) =>
    new AssessmentDraft(
      { sessionId: 'ses_1', rubric: by, version, stored: before },
      {
        place,
        clock,
        random: () => 0,
        assessments: async () => standing,
        onSigned: () => undefined,
        assess: async (given) => {
          sent.push(given);
          return stored({ rubricVersion: given.rubricVersion, etag: 'e', updatedAt: new Date(60_000) });
        },
      },
    );

  it.each([
    ['the draft that is stored', stored({ scores: SCORES }), 1],
    ['the signed version before it', stored({ state: 'signed', scores: SCORES }), 2],
  ])('keeps the lines and the comments of %s, and no choice', (_, before, version) => {
    expect(open(before, version).store.get()).toMatchObject({ rubricChanged: true });
    expect(open(before, version).store.get().entries).toEqual(LEFT);
    const same = open({ ...before, rubricVersion: '2' }, version).store.get();
    expect(same).toMatchObject({ rubricChanged: false, entries: CHOSEN });
  });

  it('keeps the lines and the comments that this tab has not saved, and no choice', async () => {
    const before = open(undefined, 1, rubric);
    before.change('open', CHOSEN.open);
    before.change('tone', { choice: 'unjudged' });
    const again = open();
    expect(again.store.get()).toMatchObject({ rubricChanged: true, recovered: true });
    expect(again.store.get().entries).toMatchObject(LEFT);
    expect(again.store.get().entries['open']).toEqual(LEFT.open);
    expect(again.store.get().entries['tone']?.choice).toBeUndefined();
    await again.save();
    expect(sent.at(-1)).toMatchObject({ rubricVersion: '2' });
    expect(sent.at(-1)?.scores).toEqual([{ criterionId: 'open', ...LEFT.open }]);
    // The note stays as long as the draft is open; what is chosen from here on is by the new version.
    expect(again.store.get().rubricChanged).toBe(true);
    again.change('open', { choice: 0 });
    expect(open().store.get()).toMatchObject({ rubricChanged: false, entries: { open: { choice: 0 } } });
  });

  it('keeps no choice of the earlier version of the assessment that this tab has not saved', () => {
    open(stored(), 1, rubric).change('open', CHOSEN.open);
    const next = open(stored({ state: 'signed', rubricVersion: '2' }), 2).store.get();
    expect(next).toMatchObject({ rubricChanged: true, entries: LEFT });
    expect(next.entries['open']).not.toHaveProperty('choice');
  });

  it('keeps no choice of a copy that does not say its version', () => {
    new KeptDraft(place, 'ses_1', 'r').keep({ version: 1, unsaved: true, entries: CHOSEN }, false);
    expect(open().store.get()).toMatchObject({ rubricChanged: true });
    expect(open().store.get().entries).toEqual(LEFT);
  });

  it('takes no choice of what was saved elsewhere by another version', async () => {
    const draft = open(stored({ rubricVersion: '2' }));
    draft.store.set({ other: stored({ scores: SCORES }) });
    draft.takeOther();
    await settle();
    expect(draft.store.get().rubricChanged).toBe(true);
    expect(draft.store.get().entries).toEqual(LEFT);
  });
});
