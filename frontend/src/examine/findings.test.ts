import type { Examination, SessionEvent } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { begin, conversation, type Conversation } from '../encounter/conversation';
import { shownLines } from '../encounter/shown';
import { inOrder, withFindings } from './findings';
import { resultOf, titleOf } from './findingWords';

const T0 = Date.UTC(2026, 10, 2, 10, 4);
const at = (seq: number) => new Date(T0 + seq * 1000);

function examined(seq: number, itemId: string, more: Partial<Examination> = {}): SessionEvent {
  const base = { testId: 'lachman', name: 'Lachman test', outcome: 'found', askedBy: 'panel' } as const;
  const examination = { itemId, ...base, ...more };
  return { sessionId: 'ses_1', type: 'examination', seq, createdAt: at(seq), examination };
}
function line(seq: number, itemId: string): SessionEvent {
  const turn = { seq, itemId, role: 'student', text: itemId, source: 'client', late: false } as const;
  return { sessionId: 'ses_1', type: 'turn', seq, createdAt: at(seq), turn: { ...turn, createdAt: at(seq) } };
}
const after = (...events: SessionEvent[]): Conversation =>
  events.reduce(
    (state, event) => conversation(state, { type: 'event', event, now: T0 }),
    begin('objective', 'open'),
  );
const entries = (state: Conversation) =>
  withFindings(shownLines(state), state.findings).map(({ line: l, finding }) => (l ?? finding).itemId);

describe('findings', () => {
  it('stand among the lines where they were made, once each and in order', () => {
    const state = after(line(1, 'a'), examined(2, 'x'), line(3, 'b'), examined(4, 'y'), examined(2, 'x'));
    expect(entries(state)).toEqual(['a', 'x', 'b', 'y']);
    expect(inOrder(state.findings).map(({ itemId }) => itemId)).toEqual(['x', 'y']);
  });

  it('come before lines that are not stored yet', () => {
    const said = { itemId: 'mine', role: 'student' as const, text: 'x', startedAt: at(1) };
    const state = conversation(after(line(1, 'a')), { type: 'final', line: said, now: T0 });
    const found = conversation(state, { type: 'event', event: examined(2, 'x'), now: T0 });
    expect(entries(found)).toEqual(['a', 'x', 'mine']);
  });

  it('come again from the log after a gap', () => {
    const gap = { sessionId: 'ses_1', type: 'gap', createdAt: at(3) } as const;
    expect(entries(after(examined(2, 'x'), gap))).toEqual([]);
    expect(entries(after(examined(2, 'x'), gap, examined(2, 'x')))).toEqual(['x']);
  });

  it('are no lines', () => {
    expect(shownLines(after(line(1, 'a'), examined(2, 'x')))).toHaveLength(1);
  });
});

it('a step of the opening that was passed shows the student nothing', () => {
  const gate = { step: 'greeting', itemId: 'a' } as const;
  const before = after(line(1, 'a'));
  const event = { sessionId: 'ses_1', type: 'gate', seq: 2, createdAt: at(2), gate } as const;
  expect(conversation(before, { type: 'event', event, now: T0 })).toBe(before);
});

describe('the words of a finding', () => {
  const of = (more: Partial<Examination>) => resultOf(examined(1, 'x', more).examination!);

  it('are the finding itself', () => {
    expect(of({ finding: 'Firm end point' })).toBe('Firm end point');
  });

  it('never call a test normal that the case does not have', () => {
    expect(of({ outcome: 'not_in_case' })).toBe('Nothing is recorded for this test.');
  });

  it('say why a test was not done', () => {
    expect(of({ outcome: 'contraindicated', detail: 'The neck is not stable.' })).toBe(
      'Must not be done on this patient here. The neck is not stable.',
    );
  });

  it('name the side', () => {
    expect(titleOf({ name: 'Lachman test', side: 'right' })).toBe('Lachman test, right');
    expect(titleOf({ name: 'Pulse' })).toBe('Pulse');
  });
});
