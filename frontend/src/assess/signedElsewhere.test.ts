import { ResponseError, type Assessment, type NewAssessment } from '@viva/client';
import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakePlace, refusal } from '../testing/fakeFaculty';
import { rubric, stored } from '../testing/rubric';
import { AssessmentDraft } from './draft';
import { keptWords } from './draftWords';

const signed = () => {
  const headers = { 'Content-Type': 'application/problem+json' };
  return new ResponseError(
    new Response(JSON.stringify({ code: 'assessment_signed' }), { status: 409, headers }),
  );
};

describe('a draft that was signed elsewhere', () => {
  let clock: FakeClock;
  let place: FakePlace;
  let sent: NewAssessment[];
  let etags: (string | undefined)[];
  let faults: unknown[];
  let standing: Assessment[];
  let unreadable: number;
  /** How often it was told that the version was signed elsewhere. */
  let told: number;

  const open = (before: Assessment, version = before.version) =>
    new AssessmentDraft(
      { sessionId: 'ses_1', rubric, version, stored: before },
      {
        place,
        clock,
        random: () => 0,
        assessments: async () => {
          if (unreadable-- > 0) throw refusal(503);
          return standing;
        },
        onSigned: () => void (told += 1),
        assess: async (given, etag) => {
          sent.push(given);
          etags.push(etag);
          const fault = faults.shift();
          if (fault) throw fault;
          return stored({ etag: 'e1', updatedAt: new Date(1_000) });
        },
      },
    );

  const HERE = [{ criterionId: 'open', value: 1, comment: 'Typed here.' }];
  let draft: AssessmentDraft;

  const change = () => {
    faults.push(signed());
    draft = open(stored({ etag: 'mine' }));
    draft.change('open', { choice: 1, comment: 'Typed here.' });
  };

  beforeEach(() => {
    clock = new FakeClock();
    place = new FakePlace();
    sent = [];
    etags = [];
    faults = [];
    unreadable = 0;
    told = 0;
    standing = [stored({ state: 'signed', etag: 's', scores: [{ criterionId: 'plan', value: 3 }] })];
  });

  it('is saved no more, says so once, and keeps what was typed', async () => {
    change();
    await draft.save();
    draft.change('tone', { choice: 0 });
    await clock.move(60_000);
    draft.stop();
    await settle();
    expect([sent.length, told]).toEqual([1, 1]);
    expect(draft.store.get()).toMatchObject({ saving: 'failed', signed: true });
    expect(draft.unsaved).toBe(true);
    expect([...place.kept.values()].join('')).toContain('Typed here.');
  });

  it.each([
    ['the next version', 1, 2],
    ['the one after others that were signed elsewhere', 3, 4],
  ])('gives what was typed to %s', async (_, version, next) => {
    standing = [stored({ state: 'signed', version, scores: [] })];
    change();
    await draft.save();
    const begun = open(stored({ state: 'signed', version, scores: [] }), next);
    expect(begun.store.get()).toMatchObject({
      recovered: true,
      entries: { open: { choice: 1, comment: 'Typed here.' } },
    });
    await clock.move(1_200);
    expect(sent.at(-1)).toMatchObject({ version: next, state: 'draft', scores: HERE });
    expect(etags.at(-1)).toBeUndefined();
  });

  it('is told of beside what is signed, as long as the tab keeps it', () => {
    expect(keptWords({ version: 1, unsaved: true }, 1)).toMatch(/^It was signed elsewhere/);
    expect(keptWords({ version: 1, unsaved: true }, 3)).toMatch(/^It was signed elsewhere/);
    expect(keptWords({ version: 2, unsaved: true }, 1)).toMatch(/^This tab keeps a new version/);
    expect(keptWords({ version: 1, unsaved: false }, 1)).toBeUndefined();
    expect(keptWords(undefined, 1)).toBeUndefined();
  });

  it('is over when it says the same there', async () => {
    standing = [stored({ state: 'signed', scores: HERE })];
    change();
    await draft.save();
    expect(draft.unsaved).toBe(false);
    expect([told, place.kept.size]).toEqual([1, 0]);
  });

  it('is not signed here with other words, and counts as signed with the same', async () => {
    change();
    expect(await draft.sign()).toMatchObject({ code: 'assessment_signed' });
    expect([...place.kept.values()].join('')).toContain('Typed here.');
    standing = [stored({ state: 'signed', scores: HERE })];
    change();
    expect(await draft.sign()).toBeUndefined();
    expect(place.kept.size).toBe(0);
  });

  it('says why that cannot be read, and tries again', async () => {
    unreadable = 1;
    change();
    await draft.save();
    expect(draft.store.get()).toMatchObject({ saving: 'failed', trouble: { code: 'unavailable' } });
    faults.push(signed());
    await clock.move(60_000);
    await settle();
    expect(told).toBe(1);
  });
});
