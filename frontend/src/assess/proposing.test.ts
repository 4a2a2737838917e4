import { ResponseError, type Proposal, type Review, type Rubric, type Turn } from '@viva/client';
import { FakeClock } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../testing/rubric';
import { entriesOf, scoresOf, type Entry } from './entries';
import { answerOf, askable, confirm, progressWords, quoted, refuse, standingOf } from './proposals';
import { Proposing } from './proposing';

const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  proposalId: 'prp_1',
  criterionId: 'open',
  verdict: 'met',
  quote: { itemId: 'item_1', text: 'brings you' },
  model: 'reader-1',
  promptDigest: '0',
  proposedAt: new Date(0),
  ...more,
});
const review = (more: Partial<Review> = {}): Review => ({
  reviewId: 'rev_1',
  rubricId: 'r',
  rubricVersion: '1',
  transcriptDigest: '0',
  current: true,
  state: 'done',
  model: 'reader-1',
  askedAt: new Date(0),
  proposals: [proposal()],
  gaps: [{ criterionId: 'close', reason: 'invented_quote' }],
  canary: 'clear',
  ...more,
});
const ENTRY: Entry = { evidence: [], comment: '' };

const refusal = (status: number, code: string, headers: Record<string, string> = {}) =>
  new ResponseError(
    new Response(JSON.stringify({ code }), {
      status,
      headers: { 'Content-Type': 'application/problem+json', ...headers },
    }),
  );

describe('asking a model for proposals', () => {
  let clock: FakeClock;
  let asked: number;
  let answer: () => Promise<Review>;
  let stored: Review[];
  let faults: Error[];

  beforeEach(() => {
    faults = [];
    clock = new FakeClock();
    asked = 0;
    answer = () => Promise.resolve(review());
    stored = [];
  });

  const open = () =>
    new Proposing(
      { rubricId: 'r', version: '1' },
      {
        clock,
        ask: () => {
          asked += 1;
          return answer();
        },
        list: async () => {
          const fault = faults.shift();
          if (fault) throw fault;
          return stored;
        },
      },
    );

  it('shows nothing that others have asked for before the rater asks', async () => {
    stored = [review()];
    const proposing = open();
    await clock.move(60_000);
    expect(asked).toBe(0);
    expect(proposing.store.get().review).toBeUndefined();
  });

  it('is followed until the model has answered all', async () => {
    answer = () => Promise.resolve(review({ state: 'running', proposals: [], gaps: [] }));
    const proposing = open();
    await proposing.ask();
    stored = [review({ reviewId: 'rev_other' }), review({ state: 'running', gaps: [] })];
    await clock.move(2_000);
    expect(proposing.store.get().review?.proposals).toHaveLength(1);
    stored = [review()];
    await clock.move(2_000);
    expect(proposing.store.get().review?.state).toBe('done');
    stored = [];
    await clock.move(60_000);
    expect(asked).toBe(1);
  });

  it('is followed on after an answer that was lost, and says no longer that it was', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    stored = [review({ state: 'running' })];
    const proposing = open();
    await proposing.ask();
    expect(proposing.store.get()).toMatchObject({
      trouble: { code: 'network' },
      review: { state: 'running' },
    });
    faults.push(refusal(503, 'overloaded'));
    await clock.move(2_000);
    expect(proposing.store.get().trouble).toMatchObject({ code: 'overloaded' });
    stored = [review()];
    await clock.move(60_000);
    expect(proposing.store.get()).toMatchObject({ trouble: undefined, review: { state: 'done' } });
  });

  it('is not followed any more once it is left', async () => {
    answer = () => Promise.resolve(review({ state: 'running' }));
    const proposing = open();
    await proposing.ask();
    proposing.stop();
    stored = [review()];
    await clock.move(60_000);
    expect(proposing.store.get().review?.state).toBe('running');
  });

  it('says that the day’s requests are used up, and shows what was answered before', async () => {
    answer = () => Promise.reject(refusal(429, 'budget_exhausted', { 'Retry-After': '3600' }));
    stored = [
      review({ rubricId: 'other', reviewId: 'rev_2' }),
      review({ rubricVersion: '0', reviewId: 'rev_3' }),
      review({ state: 'failed' }),
    ];
    const proposing = open();
    await proposing.ask();
    const { trouble, review: shown, asking } = proposing.store.get();
    expect(trouble?.words).toContain('used up');
    expect(trouble?.words).not.toContain('voice');
    expect(trouble?.retryAfterS).toBe(3600);
    expect(shown?.reviewId).toBe('rev_1');
    expect(asking).toBe(false);
  });

  it('can be asked again after a failure', async () => {
    answer = () => Promise.reject(refusal(503, 'storage_unavailable'));
    const proposing = open();
    await proposing.ask();
    expect(proposing.store.get().trouble?.status).toBe(503);
    answer = () => Promise.resolve(review());
    await proposing.ask();
    expect(proposing.store.get()).toMatchObject({ trouble: undefined, review: { state: 'done' } });
  });
});

describe('a proposal', () => {
  it('stands beside its criterion, or why there is none', () => {
    expect(answerOf(review(), 'open')).toMatchObject({ kind: 'proposal' });
    expect(answerOf(review(), 'close')).toMatchObject({ words: expect.stringContaining('dropped') });
    expect(answerOf(review(), 'tone')).toBeUndefined();
  });

  it('chooses its point and attaches its line once it is confirmed, and no sooner', () => {
    expect(standingOf(ENTRY, proposal())).toBe('open');
    const confirmed = { ...ENTRY, ...confirm(ENTRY, proposal()) };
    expect(confirmed).toMatchObject({ choice: 1, evidence: ['item_1'] });
    expect(standingOf(confirmed, proposal())).toBe('confirmed');
    expect(confirm(confirmed, proposal())).toEqual({ choice: undefined });
  });

  it('attaches nothing to what was not seen', () => {
    expect(confirm(ENTRY, proposal({ verdict: 'not_met' }))).toEqual({ choice: 0, refused: undefined });
  });

  it('chooses nothing in its place when it is refused', () => {
    const refused = { ...ENTRY, ...refuse(ENTRY, proposal()) };
    expect(refused.choice).toBeUndefined();
    expect(standingOf(refused, proposal())).toBe('refused');
    expect(standingOf(refused, proposal({ proposalId: 'prp_2' }))).toBe('open');
    const seen = { ...ENTRY, choice: 1 } as const;
    expect({ ...seen, ...refuse(seen, proposal()) }.choice).toBeUndefined();
    expect({ ...refused, ...refuse(refused, proposal()) }.refused).toBeUndefined();
  });

  it('stays refused in this tab, though the service has nothing of it', () => {
    const known = { open: { ...ENTRY, ...refuse(ENTRY, proposal()) } };
    const rubric = { version: '1', criteria: [{ id: 'open', scale: 'binary' }] } as Rubric;
    expect(scoresOf(rubric, known)).toEqual([]);
    expect(entriesOf(rubric, stored(), known)).toEqual(known);
    expect(
      entriesOf(rubric, stored({ scores: [{ criterionId: 'open', value: 0 }] }), known)['open'],
    ).toMatchObject({
      choice: 0,
      refused: 'prp_1',
    });
  });

  it('is refused by whoever chose otherwise', () => {
    expect(standingOf({ ...ENTRY, choice: 0 }, proposal())).toBe('refused');
    expect(standingOf({ ...ENTRY, choice: 'unjudged' }, proposal())).toBe('refused');
    expect(standingOf({ ...ENTRY, choice: 0 }, proposal({ verdict: 'unclear' }))).toBe('open');
  });

  it('quotes words of its line, as long as they stand there', () => {
    const turn = { itemId: 'item_1', role: 'student', text: 'What brings you in?' } as Turn;
    const turns = new Map([['item_1', turn]]);
    expect(quoted(proposal().quote, turns)).toMatchObject({ quote: 'brings you', start: 5, end: 15 });
    expect(quoted({ itemId: 'item_1', text: 'brought' }, turns)).toBeUndefined();
    expect(quoted({ itemId: 'item_2', text: 'brings' }, turns)).toBeUndefined();
    expect(quoted(undefined, turns)).toBeUndefined();
  });
});

it('says how far the model is', () => {
  const rubric = { criteria: [{ scale: 'binary' }, { scale: 'three' }, { scale: 'binary' }] } as Rubric;
  expect(askable(rubric)).toBe(2);
  expect(progressWords(review({ state: 'running', gaps: [] }), 2)).toContain('1 of 2 criteria');
  expect(progressWords(review(), 2)).toBe('reader-1 has a proposal for 1 of 2 criteria.');
  expect(progressWords(review({ state: 'failed' }), 1)).toContain('ask again');
});
