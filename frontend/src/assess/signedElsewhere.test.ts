import { ResponseError, type Assessment, type NewAssessment } from '@viva/client';
import { FakeClock, settle } from '@viva/client/testing';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakePlace, refusal } from '../testing/fakeFaculty';
import { rubric, stored } from '../testing/rubric';
import { AssessmentDraft } from './draft';
import { KeptDraft } from './keptDraft';
import { KeptNote } from './KeptNote';

const problem = (status: number, code: string) => {
  const headers = { 'Content-Type': 'application/problem+json' };
  return new ResponseError(new Response(JSON.stringify({ code }), { status, headers }));
};
const signed = () => problem(409, 'assessment_signed');
const invalid = () => problem(422, 'invalid_body');

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

  it.each([
    [1, 1, /^You signed this in another tab/],
    [1, 3, /^You signed this in another tab/],
    [2, 1, /^This tab keeps a new version/],
  ])(
    'of version %i is told of beside version %i, as long as the tab keeps it',
    (version, signedAs, words) => {
      vi.stubGlobal('sessionStorage', place);
      const tab = new KeptDraft(place, 'ses_1', 'r');
      tab.keep(
        { version, unsaved: true, entries: { open: { choice: 1, evidence: [], comment: '' } } },
        false,
      );
      const note = () => {
        const version = stored({ state: 'signed', version: signedAs });
        const nothing = () => undefined;
        return renderToStaticMarkup(
          createElement(KeptNote, { sessionId: 'ses_1', rubric, signed: version, onDiscarded: nothing }),
        );
      };
      expect(/role="alert">([^<]*)/.exec(note())?.[1]).toMatch(words);
      expect(note()).toContain('Discard');
      tab.forget();
      expect(note()).toBe('');
      vi.unstubAllGlobals();
    },
  );

  it('is forgotten beside what is signed when it says the same, or is stored', () => {
    const tab = new KeptDraft(place, 'ses_1', 'r');
    const entries = { open: { choice: 1, evidence: [], comment: 'Typed here.' } };
    tab.keep({ version: 1, rubricVersion: '1', unsaved: true, entries }, false);
    expect(tab.readBeside(rubric, stored({ scores: [] }))).toBeDefined();
    expect(tab.readBeside(rubric, stored({ rubricVersion: '2', scores: HERE }))).toBeDefined();
    expect(tab.readBeside(rubric, stored({ scores: HERE }))).toBeUndefined();
    expect(place.kept.size).toBe(0);
    tab.keep({ version: 1, unsaved: false, entries }, false);
    expect(tab.readBeside(rubric, stored({ scores: [] }))).toBeUndefined();
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

  it('counts as signed where the rubric has changed since, so that the body is refused', async () => {
    standing = [stored({ state: 'signed', scores: HERE })];
    change();
    faults = [invalid()];
    expect(await draft.sign()).toBeUndefined();
    expect([told, place.kept.size]).toEqual([1, 0]);
  });

  it('is told why its body is refused where nothing is signed', async () => {
    standing = [stored({ etag: 'other' })];
    change();
    faults = [invalid()];
    expect(await draft.sign()).toMatchObject({ code: 'invalid_body' });
    expect(draft.store.get().other).toBeUndefined();
    faults = [invalid()];
    await draft.save();
    expect(draft.store.get()).toMatchObject({ saving: 'failed', trouble: { code: 'invalid_body' } });
  });
});
