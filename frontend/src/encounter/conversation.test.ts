import type { Entry, SessionEvent, Turn } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { begin, conversation, isKept, unkept, type Action, type Conversation } from './conversation';
import { shownLines } from './shown';

const T0 = Date.UTC(2026, 10, 2, 10, 4);
const at = (ms: number) => new Date(T0 + ms);

function turn(seq: number, itemId: string, more: Partial<Turn> = {}): Action {
  const base = { role: 'student', text: `words of ${itemId}`, source: 'client', late: false } as const;
  const it: Turn = { seq, itemId, ...base, createdAt: at(seq * 1000), ...more };
  return event({ type: 'turn', seq, turn: it });
}
function event(more: Partial<SessionEvent>): Action {
  return {
    type: 'event',
    now: T0,
    event: { sessionId: 'ses_1', type: 'turn', createdAt: at(0), ...more },
  };
}
const spoken = (itemId: string, text: string, ms = 0) => ({
  itemId,
  role: 'patient' as const,
  text,
  startedAt: at(ms),
});
const entry = (itemId: string, state: Entry['state'] = 'waiting'): Entry => ({
  key: 1,
  sessionId: 'ses_1',
  itemId,
  line: { itemId, role: 'student', text: `words of ${itemId}`, isFinal: true, startedAt: at(0) },
  state,
  ...(state === 'attention' && { failure: { code: 'session_ended', status: 409 } }),
});
const after = (...actions: Action[]): Conversation =>
  actions.reduce(conversation, begin('subjective', 'open'));
const view = (state: Conversation) => shownLines(state).map((l) => `${l.itemId}:${l.state}`);

describe('a conversation', () => {
  it('follows a typed line from being sent to being saved', () => {
    let state = after({ type: 'typed', itemId: 'a', text: 'words of a', now: T0 });
    expect(view(state)).toEqual(['a:sending']);
    state = conversation(state, {
      type: 'final',
      line: { ...spoken('a', 'words of a'), role: 'student' },
      now: T0,
    });
    expect(view(state)).toEqual(['a:sending']);
    state = conversation(state, { type: 'outbox', entries: [entry('a')], now: T0 });
    expect(view(state)).toEqual(['a:waiting']);
    state = conversation(state, { type: 'outbox', entries: [], now: T0 });
    expect(view(state)).toEqual(['a:saved']);
    state = conversation(state, turn(1, 'a'));
    expect(view(state)).toEqual(['a:saved']);
    expect(state.local.size).toBe(0);
  });

  it('goes through phases and states in one direction, in whatever order the answers come', () => {
    const phase = (seq: number, now: 'objective' | 'treatment_plan') =>
      event({ type: 'phase', seq, phase: now });
    const session = { phase: 'treatment_plan', state: 'ended' } as const;
    let state = after({ type: 'session', session }, phase(3, 'objective'));
    state = conversation(state, { type: 'session', session: { phase: 'objective', state: 'open' } });
    expect(state).toMatchObject(session);
    expect([...state.phases.keys()]).toEqual([3]);
    state = conversation(state, { type: 'session', session: { ...session, state: 'closed' } });
    expect(state.state).toBe('closed');
  });

  it('shows no line as waiting or saved before the outbox has it', () => {
    const state = after(
      { type: 'final', line: spoken('a', 'x'), now: T0 },
      { type: 'outbox', entries: [], now: T0 },
    );
    expect(view(state)).toEqual(['a:sending']);
  });

  it('shows lines that waited through a reload among the stored ones', () => {
    const state = after(turn(1, 'a', { startedAt: at(-9000) }), turn(2, 'c', { previousItemId: 'b' }), {
      type: 'outbox',
      entries: [entry('b')],
      now: T0,
    });
    expect(view(state)).toEqual(['a:saved', 'b:waiting', 'c:saved']);
  });

  it('removes a line that was not delivered', () => {
    const typed: Action = { type: 'typed', itemId: 'a', text: 'x', now: T0 };
    expect(view(after(typed, { type: 'undelivered', itemId: 'a' }))).toEqual([]);
  });

  it('replaces a partial line by its final line, and ignores later partials', () => {
    const partial: Action = { type: 'partial', line: spoken('a', 'It is'), now: T0 };
    expect(view(after(partial))).toEqual(['a:partial']);
    const final: Action = { type: 'final', line: spoken('a', 'It is my knee'), now: T0 };
    expect(view(after(partial, final, partial))).toEqual(['a:sending']);
    expect(view(after(partial, turn(1, 'a'), partial))).toEqual(['a:saved']);
  });

  it('prefers its own partial line to the one from the service', () => {
    const own: Action = { type: 'partial', line: spoken('a', 'It is my kn'), now: T0 };
    const back = event({ type: 'partial', partial: { itemId: 'a', role: 'patient', text: 'It is' } });
    expect(shownLines(after(own, back))[0]!.text).toBe('It is my kn');
  });

  it('drops partials that were neither continued nor finished', () => {
    const back = event({ type: 'partial', partial: { itemId: 'a', role: 'patient', text: 'It' } });
    expect(view(after(back, { type: 'tick', now: T0 + 19_000 }))).toEqual(['a:partial']);
    expect(view(after(back, { type: 'tick', now: T0 + 20_000 }))).toEqual([]);
    expect(view(after(back, event({ type: 'call_ended' })))).toEqual([]);
    const own: Action = { type: 'partial', line: spoken('a', 'It'), now: T0 };
    expect(view(after(own, { type: 'callGone' }))).toEqual([]);
  });

  it('keeps showing a refused line with its own words', () => {
    const state = after(
      { type: 'outbox', entries: [entry('a', 'attention')], now: T0 },
      turn(1, 'a', { text: 'others' }),
    );
    expect(view(state)).toEqual(['a:attention']);
    expect(shownLines(state)[0]).toMatchObject({ text: 'words of a', seq: 1 });
    expect(view(conversation(state, { type: 'outbox', entries: [], now: T0 }))).toEqual(['a:saved']);
  });

  it('follows the phase and the end that the service reports', () => {
    const summary = { lastSeq: 3, turnCount: 1, digest: 'x', durationS: 9, complete: false };
    const state = after(
      event({ type: 'phase', phase: 'objective' }),
      event({ type: 'ended', summary }),
      event({ type: 'brand_new' as 'turn' }),
    );
    expect(state).toMatchObject({ phase: 'objective', state: 'ended', summary });
  });

  it('shows the service’s marks of a line, and removes them again', () => {
    const revised = (more: Partial<Turn>): Action => {
      const action = turn(1, 'a', more);
      return action.type === 'event'
        ? { ...action, event: { ...action.event, type: 'turn_revised', seq: 9 } }
        : action;
    };
    const marks = (...actions: Action[]) => shownLines(after(...actions)).map((l) => l.marks);
    expect(marks(turn(1, 'a'))).toEqual([[]]);
    const doubted = revised({ unconfirmed: true });
    expect(marks(turn(1, 'a'), doubted)).toEqual([['Not confirmed by the voice service']]);
    expect(marks(turn(1, 'a'), doubted, revised({}))).toEqual([[]]);
    const corrected = revised({ text: 'better words', revised: true, interrupted: true });
    const state = after(turn(1, 'a', { late: true }), doubted, corrected);
    expect(shownLines(state)[0]).toMatchObject({
      text: 'better words',
      marks: ['Interrupted', 'Words corrected'],
      seq: 1,
    });
    expect(marks(turn(1, 'a', { late: true }))).toEqual([['Arrived after the end']]);
  });

  it('shows no marks of the stored words on a line refused with other words', () => {
    const state = after(turn(1, 'a', { text: 'others', revised: true }), {
      type: 'outbox',
      entries: [entry('a', 'attention')],
      now: T0,
    });
    expect(shownLines(state)[0]).toMatchObject({ text: 'words of a', marks: [] });
  });

  it('shows where transcription failed, until a line comes for it', () => {
    const gone = event({
      type: 'transcript_error',
      seq: 2,
      createdAt: at(1500),
      transcriptError: { itemId: 'x', detail: 'It could not be written down.' },
    });
    const said: Action[] = [turn(1, 'a'), gone, turn(3, 'c', { previousItemId: 'a', startedAt: at(900) })];
    expect(view(after(...said))).toEqual(['a:saved', 'x:unwritten', 'c:saved']);
    const heldBack = turn(4, 'b', { previousItemId: 'a', startedAt: at(800) });
    expect(view(after(...said, heldBack))).toEqual(['a:saved', 'x:unwritten', 'b:saved', 'c:saved']);
    expect(view(after(...said, turn(4, 'x', { previousItemId: 'a', startedAt: at(950) })))).toEqual([
      'a:saved',
      'c:saved',
      'x:saved',
    ]);
  });

  it('names who spoke in place of the patient', () => {
    const [said, own] = shownLines(
      after(turn(1, 'a', { role: 'patient', speaker: 'Mrs Osei' }), turn(2, 'b')),
    );
    expect([said!.speaker, own!.speaker]).toEqual(['Mrs Osei', undefined]);
  });

  it('starts again after a gap, with the lines of this device alone', () => {
    const summary = { lastSeq: 3, turnCount: 1, digest: 'x', durationS: 9, complete: false };
    const state = after(
      turn(1, 'a'),
      event({ type: 'phase', seq: 2, phase: 'objective' }),
      event({ type: 'call_ended', call: { callNumber: 1, reason: 'abandoned' } }),
      event({ type: 'ended', summary }),
      { type: 'outbox', entries: [entry('b')], now: T0 },
      event({ type: 'gap', gap: { askedSeq: 9, lastSeq: 1 } }),
    );
    expect(view(state)).toEqual(['b:waiting']);
    expect(state).toEqual({ ...begin('objective', 'ended'), local: state.local });
  });

  it('places a waiting line without a time where it was first seen', () => {
    const { startedAt: _, ...line } = entry('b').line;
    const waiting = { type: 'outbox', entries: [{ ...entry('b'), line }] } as const;
    const state = after(turn(1, 'a'), { ...waiting, now: T0 + 5_000 }, { ...waiting, now: T0 + 9_000 });
    expect(view(state)).toEqual(['a:saved', 'b:waiting']);
    expect(shownLines(state)[1]!.begun).toBe(T0 + 5_000);
  });

  it('marks a line that this device cannot keep, until the service has it', () => {
    const final: Action = { type: 'final', line: spoken('a', 'x'), now: T0 };
    const failed: Action = { type: 'unkept', itemId: 'a' };
    const state = after(final, failed, final);
    expect(view(state)).toEqual(['a:unkept']);
    expect([isKept(state, 'a'), unkept(state).length]).toEqual([false, 1]);
    expect(view(conversation(state, turn(1, 'a')))).toEqual(['a:saved']);
    expect(view(after(turn(1, 'a'), failed))).toEqual(['a:saved']);
  });
});
