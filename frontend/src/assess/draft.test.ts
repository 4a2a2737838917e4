import {
  ResponseError,
  type Assessment,
  type DebriefItem,
  type NewAssessment,
  type Rubric,
} from '@viva/client';
import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakePlace, refusal } from '../testing/fakeFaculty';
import { othersOf, valueWords } from './compare';
import { candidatesOf, judge, verdictOf } from './candidates';
import { AssessmentDraft } from './draft';
import { differencesOf, entriesOf, lacksOf, scoresOf, type Entry } from './entries';

const criterion = (id: string, scale: 'binary' | 'three', evidenceRequired = true) => ({
  id,
  title: id,
  scale,
  anchors: [],
  evidenceRequired,
});
const rubric: Rubric = {
  rubricId: 'r',
  version: '1',
  title: 'R',
  source: 'S',
  criteria: [criterion('open', 'binary'), criterion('plan', 'three'), criterion('tone', 'binary', false)],
};
const stored = (more: Partial<Assessment> = {}): Assessment => ({
  rubricId: 'r',
  rubricVersion: '1',
  version: 1,
  rater: 'rat_1',
  own: true,
  state: 'draft',
  blind: true,
  hidden: false,
  createdAt: new Date(0),
  ...more,
});

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
  });

  const open = (before?: Assessment, version = before?.version ?? 1) =>
    new AssessmentDraft(
      { sessionId: 'ses_1', rubric, version, stored: before },
      {
        place,
        clock,
        random: () => 0,
        assessments: async () => standing,
        assess: async (given, etag) => {
          sent.push(given);
          etags.push(etag);
          const fault = faults.shift();
          await answering;
          if (fault) throw fault;
          return stored({ etag: `e${sent.length}`, updatedAt: new Date(1_000 * sent.length) });
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
    const told: unknown[] = [];
    draft.store.watch(() => told.push(draft.store.get().trouble?.code));
    draft.change('open', { choice: 0 });
    await clock.move(1_200);
    expect(new Set(told)).toEqual(new Set(['network']));
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
      standing = [stored({ etag: 'theirs', scores: [{ criterionId: 'plan', value: 3 }] })];
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

    it('is not signed either', async () => {
      draft.takeOther();
      faults.push(changed());
      expect(await draft.sign()).toMatchObject({ code: 'assessment_changed' });
      expect(draft.store.get().other).toBeDefined();
    });
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

  it('takes nothing of an earlier version, and nothing that is not a draft', () => {
    place.setItem('viva-assess-ses_1-r', '{"version":1,"unsaved":true,"entries":{"open":{}}}');
    expect(open().store.get().entries).toEqual({});
    open().change('open', { choice: 1 });
    expect(open(stored({ state: 'signed' }), 2).store.get().recovered).toBeUndefined();
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

  it('stays a draft when it cannot be signed', async () => {
    const draft = open();
    draft.change('open', { choice: 1 });
    faults.push(refusal(422));
    expect(await draft.sign()).toMatchObject({ status: 422 });
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

  it('saves what is left when it is closed, and works where storage is forbidden', async () => {
    place.forbidden = true;
    const draft = open();
    draft.change('open', { choice: 0 });
    draft.stop();
    await settle();
    expect(sent).toHaveLength(1);
  });
});

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
    expect(entriesOf(scores, true)).toEqual(entries);
    // A draft does not tell "could not be judged" from "not chosen yet", so the page asks again.
    expect(entriesOf(scores, false)['plan']?.choice).toBeUndefined();
    expect(entriesOf(scores, false, entries)).toEqual(entries);
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
    const found = differencesOf(rubric, mine, theirs);
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
    expect(othersOf(rubric, own, [own, other, elsewhere])).toMatchObject([
      { name: 'Rater 1', both: 1, equal: 1 },
    ]);
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
    expect(entriesOf(scoresOf(rubric, entries), true)).toEqual(entries);
  });
});
