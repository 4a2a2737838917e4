import { ResponseError, type Assessment, type NewAssessment } from '@viva/client';
import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakePlace, refusal } from '../testing/fakeFaculty';
import { rubric, stored } from '../testing/rubric';
import { AssessmentDraft } from './draft';

const changed = () => {
  const headers = { 'Content-Type': 'application/problem+json' };
  return new ResponseError(
    new Response(JSON.stringify({ code: 'assessment_changed' }), { status: 412, headers }),
  );
};

describe('the draft of an assessment', () => {
  let clock: FakeClock;
  let place: FakePlace;
  let sent: NewAssessment[];
  let faults: unknown[];
  let etags: (string | undefined)[];
  let standing: Assessment[];
  /** What was told to be signed. */
  let signed: Assessment[];
  /** How many reads of what stands fail. */
  let unreadable: number;
  /** Waited for before each answer. */
  let answering: Promise<void> | undefined;

  beforeEach(() => {
    answering = undefined;
    clock = new FakeClock();
    place = new FakePlace();
    sent = [];
    faults = [];
    etags = [];
    standing = [];
    signed = [];
    unreadable = 0;
  });

  const open = (before?: Assessment, version = before?.version ?? 1) =>
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
        onSigned: (one) => void signed.push(one),
        assess: async (given, etag) => {
          sent.push(given);
          etags.push(etag);
          const fault = faults.shift();
          await answering;
          if (fault) throw fault;
          const { state, version } = given;
          return stored({
            state,
            version,
            etag: `e${sent.length}`,
            updatedAt: new Date(1_000 * sent.length),
          });
        },
      },
    );

  it('is saved once nothing was changed for a moment', async () => {
    const draft = open();
    draft.change('open', { choice: 1 });
    draft.toggle('open', 'item_1');
    expect(draft.unsaved).toBe(true);
    await clock.move(1_200);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      state: 'draft',
      version: 1,
      scores: [{ criterionId: 'open', value: 1, evidence: ['item_1'] }],
    });
    expect(draft.store.get().saving).toBe('saved');
    expect(draft.unsaved).toBe(false);
  });

  it('says why it is not saved, and tries again by itself', async () => {
    faults.push(new TypeError('Failed to fetch'));
    const draft = open();
    draft.change('open', { choice: 1 });
    await clock.move(1_200);
    expect(draft.store.get()).toMatchObject({ saving: 'failed', trouble: { code: 'network' } });
    await clock.move(1_000);
    expect(draft.store.get()).toMatchObject({ saving: 'saved', trouble: undefined });
  });

  describe('of which something is being saved', () => {
    let draft: AssessmentDraft;
    let answer: () => void;

    beforeEach(async () => {
      answering = new Promise((resolve) => (answer = resolve));
      draft = open();
      draft.change('open', { choice: 1 });
      await clock.move(1_200);
      draft.change('open', { choice: 0 });
    });

    it('is saved one thing after the other, each with the etag before it', async () => {
      const both = [draft.save(), draft.save()];
      answer();
      await Promise.all(both);
      expect(etags).toEqual([undefined, 'e1']);
    });

    it('is signed with the etag of what was saved before', async () => {
      const saved = draft.save();
      const signed = draft.sign();
      answer();
      await Promise.all([saved, signed]);
      expect(sent.map(({ state }) => state)).toEqual(['draft', 'draft', 'signed']);
      expect(etags).toEqual([undefined, 'e1', 'e2']);
    });
  });

  it('goes on to say why it is not saved, over changes, until it is', async () => {
    faults.push(new TypeError('Failed to fetch'), new TypeError('Failed to fetch'));
    const draft = open();
    draft.change('open', { choice: 1 });
    await clock.move(1_200);
    const codes: unknown[] = [];
    draft.store.watch(() => codes.push(draft.store.get().trouble?.code));
    draft.change('open', { choice: 0 });
    await clock.move(1_200);
    expect(new Set(codes)).toEqual(new Set(['network']));
    expect(draft.store.get().saving).toBe('failed');
    await clock.move(1_000);
    expect(draft.store.get()).toMatchObject({ saving: 'saved', trouble: undefined });
  });

  it('does not repeat what the service refuses for good', async () => {
    faults.push(refusal(409));
    const draft = open();
    draft.change('open', { choice: 1 });
    await clock.move(120_000);
    expect(sent).toHaveLength(1);
    expect(draft.store.get().saving).toBe('failed');
  });

  it('says of what it is a change', async () => {
    const begun = open();
    begun.change('open', { choice: 1 });
    await clock.move(1_200);
    begun.change('open', { choice: 0 });
    await clock.move(1_200);
    expect(etags).toEqual([undefined, 'e1']);
    place.kept.clear();
    open(stored({ etag: 'e7' })).change('plan', { choice: 1 });
    await clock.move(1_200);
    expect(etags.at(-1)).toBe('e7');
  });

  it('says after a reload, too, of what it was a change', async () => {
    faults.push(new TypeError('Failed to fetch'));
    open(stored({ etag: 'old' })).change('open', { choice: 1 });
    await open(stored({ etag: 'new' })).save();
    expect(etags.at(-1)).toBe('old');
  });

  it('is as this tab has saved it, although the page had read an older one', async () => {
    const read = stored({ etag: 'old', updatedAt: new Date(10), scores: [] });
    const first = open(read);
    first.change('open', { choice: 1 });
    await clock.move(1_200);
    const again = open(read);
    expect(again.store.get()).toMatchObject({ saving: 'saved', entries: { open: { choice: 1 } } });
    again.change('open', { choice: 0 });
    await clock.move(1_200);
    expect(etags.at(-1)).toBe('e1');
    const later = open(stored({ etag: 'new', updatedAt: new Date(60_000), scores: [] }));
    expect(later.store.get().entries).toEqual({});
  });

  describe('that was changed elsewhere', () => {
    let draft: AssessmentDraft;

    beforeEach(async () => {
      const updatedAt = new Date(60_000);
      standing = [stored({ etag: 'theirs', updatedAt, scores: [{ criterionId: 'plan', value: 3 }] })];
      faults.push(changed());
      draft = open(stored({ etag: 'mine' }));
      draft.change('open', { choice: 1, comment: 'Typed here.' });
      await clock.move(1_200);
      await vi.waitFor(() => expect(draft.store.get().other).toBeDefined(), { timeout: 50_000 });
    });

    it('is not saved by itself, and nothing that is typed is lost', async () => {
      expect(draft.store.get()).toMatchObject({ saving: 'failed', other: { etag: 'theirs' } });
      draft.change('tone', { choice: 0 });
      await clock.move(60_000);
      expect(sent).toHaveLength(1);
      expect(draft.unsaved).toBe(true);
      expect(draft.store.get().entries['open']?.comment).toBe('Typed here.');
      expect([...place.kept.values()].join('')).toContain('Typed here.');
    });

    it('stands as it is here when the rater says so', async () => {
      await draft.keepMine();
      expect(etags.at(-1)).toBe('theirs');
      expect(sent.at(-1)?.scores).toMatchObject([{ criterionId: 'open', comment: 'Typed here.' }]);
      expect(draft.store.get()).toMatchObject({ saving: 'saved', other: undefined });
    });

    it('stands as it is there when the rater says so', async () => {
      draft.takeOther();
      expect(draft.store.get()).toMatchObject({ saving: 'saved', other: undefined });
      expect(draft.store.get().entries).toMatchObject({ plan: { choice: 3 } });
      expect(draft.store.get().entries['open']).toBeUndefined();
      draft.change('plan', { choice: 2 });
      await clock.move(1_200);
      expect(etags.at(-1)).toBe('theirs');
    });

    it('stands as it is there after a reload, too, although the page had read an older one', async () => {
      draft.takeOther();
      const again = open(stored({ etag: 'mine', updatedAt: new Date(10), scores: [] }));
      expect(again.store.get().entries).toMatchObject({ plan: { choice: 3 } });
      again.change('plan', { choice: 2 });
      await clock.move(1_200);
      expect(etags.at(-1)).toBe('theirs');
    });

    it('is not signed either', async () => {
      draft.takeOther();
      faults.push(changed());
      expect(await draft.sign()).toMatchObject({ code: 'assessment_changed' });
      expect(draft.store.get().other).toBeDefined();
    });
  });

  describe('of which an autosave was stored and its answer lost', () => {
    const ONE = [{ criterionId: 'open', value: 1 }];
    let draft: AssessmentDraft;

    beforeEach(async () => {
      faults.push(new TypeError('Failed to fetch'), changed());
      standing = [stored({ etag: 'lost', scores: ONE, updatedAt: new Date(5_000) })];
      draft = open(stored({ etag: 'before' }));
      draft.change('open', { choice: 1 });
      await clock.move(1_200);
      draft.change('plan', { choice: 2 });
    });

    it('goes on from there, and asks the rater nothing', async () => {
      await draft.save();
      expect(draft.store.get()).toMatchObject({ saving: 'saved', trouble: undefined });
      expect(draft.store.get().other).toBeUndefined();
      expect(etags).toEqual(['before', 'before', 'lost']);
      expect(sent.at(-1)?.scores).toMatchObject([{ criterionId: 'open' }, { criterionId: 'plan', value: 2 }]);
    });

    it('goes on from there after a reload of the tab, too', async () => {
      const again = open(stored({ etag: 'before' }));
      await again.save();
      expect(again.store.get().saving).toBe('saved');
      expect(etags.at(-1)).toBe('lost');
    });

    it('is signed from there', async () => {
      expect(await draft.sign()).toBeUndefined();
      expect(etags.at(-1)).toBe('lost');
      expect(sent.at(-1)?.state).toBe('signed');
    });

    it('is another’s when it says something else', async () => {
      standing = [stored({ etag: 'theirs', scores: [{ criterionId: 'open', value: 0 }] })];
      await draft.save();
      expect(draft.store.get().other?.etag).toBe('theirs');
    });

    it('asks again by itself what stands, when that cannot be read', async () => {
      const [mine] = standing;
      unreadable = 1;
      await draft.save();
      expect(draft.store.get()).toMatchObject({ saving: 'failed', trouble: { code: 'unavailable' } });
      standing = [mine!];
      faults.push(changed());
      await clock.move(60_000);
      await settle();
      expect(draft.store.get().saving).toBe('saved');
      expect(etags.at(-1)).toBe('lost');
    });
  });

  it('is a change of what was saved last, when the tab is loaded again before the next save', async () => {
    let answer = () => {};
    answering = new Promise((resolve) => (answer = resolve));
    const draft = open(stored({ etag: 'before' }));
    draft.change('open', { choice: 1 });
    const saved = draft.save();
    await settle();
    draft.change('plan', { choice: 2 });
    answer();
    await saved;
    await open(stored({ etag: 'before' })).save();
    expect(etags).toEqual(['before', 'e1']);
  });

  it('is there again after a reload of the tab, with what was not saved', async () => {
    faults.push(new TypeError('Failed to fetch'));
    const before = open();
    before.change('plan', { choice: 2, comment: 'Nearly.' });
    const again = open(stored({ scores: [] }));
    expect(again.store.get()).toMatchObject({ saving: 'changed', recovered: true });
    expect(again.store.get().entries).toMatchObject({ plan: { choice: 2, comment: 'Nearly.' } });
    await clock.move(2_500);
    expect(sent.at(-1)?.scores).toMatchObject([{ criterionId: 'plan', value: 2, comment: 'Nearly.' }]);
  });

  it('takes nothing saved of an earlier version, and nothing that is not a draft', () => {
    place.setItem('viva-assess-ses_1-r', '{"version":1,"unsaved":true,"entries":{"open":{}}}');
    expect(open().store.get().entries).toEqual({});
    place.setItem(
      'viva-assess-ses_1-r',
      '{"version":1,"unsaved":false,"entries":{"open":{"evidence":[],"comment":"Saved."}}}',
    );
    expect(open(stored({ state: 'signed' }), 2).store.get()).toMatchObject({ saving: 'new', entries: {} });
  });

  it('is signed after what is being saved, and then this tab keeps nothing of it', async () => {
    const draft = open();
    draft.change('open', { choice: 'unjudged' });
    expect(await draft.sign()).toBeUndefined();
    expect(sent.map(({ state }) => state)).toEqual(['signed']);
    expect(place.kept.size).toBe(0);
    await clock.move(60_000);
    expect(sent).toHaveLength(1);
  });

  it('is signed as the service has answered, in whatever version', async () => {
    await open().sign();
    await open(stored({ state: 'signed' }), 2).sign();
    expect(signed).toMatchObject([
      { state: 'signed', version: 1, etag: 'e1' },
      { state: 'signed', version: 2, etag: 'e2' },
    ]);
  });

  it('stays a draft when it cannot be signed', async () => {
    const draft = open();
    draft.change('open', { choice: 1 });
    faults.push(refusal(422));
    expect(await draft.sign()).toMatchObject({ status: 422 });
    expect(signed).toEqual([]);
    await clock.move(1_200);
    expect(sent.at(-1)?.state).toBe('draft');
  });

  it('leaves nothing in the tab when whoever made it has signed out', async () => {
    const draft = open();
    draft.change('open', { choice: 0 });
    draft.stop();
    place.kept.clear();
    await settle();
    expect(sent).toHaveLength(1);
    expect(place.kept.size).toBe(0);
  });

  it('is tried again after it was closed, until it is saved', async () => {
    faults.push(new TypeError('Failed to fetch'), refusal(503));
    const draft = open();
    draft.change('open', { choice: 0 });
    draft.stop();
    await settle();
    expect(draft.unsaved).toBe(true);
    await clock.move(60_000);
    expect(sent).toHaveLength(3);
    expect(draft.unsaved).toBe(false);
    expect([...place.kept.values()].join('')).toContain('"unsaved":false');
  });

  it.each([
    ['whoever made it has signed out', () => place.kept.clear()],
    ['it was opened again and changed', () => open().change('plan', { choice: 2 })],
  ])('is not tried again once %s', async (_, meanwhile) => {
    faults.push(new TypeError('Failed to fetch'));
    const draft = open();
    draft.change('open', { choice: 0 });
    draft.stop();
    await settle();
    meanwhile();
    await clock.move(60_000);
    expect(sent.filter(({ scores }) => scores?.length === 1)).toHaveLength(1);
    expect(place.kept.size === 0 || open().store.get().entries['plan']?.choice === 2).toBe(true);
  });

  it('saves what is left when it is closed, and works where storage is forbidden', async () => {
    place.forbidden = true;
    const draft = open();
    draft.change('open', { choice: 0 });
    draft.stop();
    await settle();
    expect(sent).toHaveLength(1);
  });
});
