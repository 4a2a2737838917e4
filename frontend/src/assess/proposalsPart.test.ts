import type { AiReview, Review, Session } from '@viva/client';
import { FakeClock } from '@viva/client/testing';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { trouble } from '../api/problems';
import { begin } from '../encounter/conversation';
import type { FollowedState } from '../faculty/followed';
import type { Read } from '../faculty/useRead';
import { rubric } from '../testing/rubric';
import { Proposing } from './proposing';
import { ProposalsPart } from './ProposalsPart';

const MODEL = { model: 'reader-1', service: 'a service' } as AiReview;

function shown(read: Partial<Read<AiReview | undefined>>, agreed = true, review?: Review): string {
  const never = () => Promise.reject(new Error('not asked here'));
  const proposing = new Proposing(rubric, { ask: never, list: never, clock: new FakeClock() });
  if (review) proposing.store.set({ review });
  return renderToStaticMarkup(
    createElement(ProposalsPart, {
      rubric,
      reader: { settled: true, reading: false, again: () => undefined, ...read },
      proposing,
      session: { ...(agreed && { aiReview: MODEL }) } as Session,
      names: { code: '', title: '', patient: '' },
      state: { conversation: begin('subjective', 'closed') } as FollowedState,
      jump: { show: () => undefined, back: () => undefined, spot: undefined },
    }),
  );
}

it('offers to ask the model where there is one, and nothing where there is none', () => {
  expect(shown({ value: MODEL })).toContain('Ask for proposals');
  expect(shown({ value: undefined })).toBe('');
});

it('says that the service does not answer, where that hides whether there is a model', () => {
  const unread = { trouble: trouble('unavailable', { status: 503 }) };
  expect(shown(unread)).toContain('Whether a model can be asked for proposals could not be read');
  expect(shown(unread)).toContain('Try again');
  // Nobody may be asked about this encounter in any case.
  expect(shown(unread, false)).toBe('');
});

it('says that a closer look is needed where the check for words to whoever judges got no answer', () => {
  const review = {
    state: 'done',
    current: true,
    canary: 'unknown',
    model: MODEL.model,
    proposals: [{ criterionId: 'open' }],
    gaps: [],
  } as unknown as Review;
  const words = 'The model did not say clearly whether';
  expect(shown({ value: MODEL }, true, review)).toContain(words);
  expect(shown({ value: MODEL }, true, { ...review, canary: 'clear' })).not.toContain(words);
  // That answer may still come.
  expect(shown({ value: MODEL }, true, { ...review, state: 'running' })).not.toContain(words);
  expect(shown({ value: MODEL }, true, { ...review, proposals: [] })).not.toContain(words);
});
