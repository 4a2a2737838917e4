import type {
  CallEndReason,
  Entry,
  Phase,
  Role,
  Session,
  SessionEvent,
  SessionState,
  TranscriptError,
  TranscriptSummary,
  Turn,
} from '@viva/client';
import type { SpokenLine } from '../call/callEvent';
import { findingOf, type Finding } from '../examine/findings';
import { laterPhase, phaseMarkOf, type PhaseMark } from './phases';

/** A final line of this device that the service has not reported yet. */
export interface LocalLine extends SpokenLine {
  /** `sending`: said or typed, and not yet in the outbox, on disk. `unkept`: this device could not keep it. */
  readonly state: 'sending' | 'waiting' | 'saved' | 'attention' | 'unkept';
  /** Typed in a call, and not accepted by the voice service yet. */
  readonly unheard?: true;
  readonly at: number;
  readonly entry?: Entry;
}

export interface PartialLine extends SpokenLine {
  readonly at: number;
  /** Heard on this device, and so newer than what the service sends back. */
  readonly own: boolean;
}

export interface UnwrittenLine {
  readonly itemId: string;
  readonly role: Role;
  readonly text: string;
  readonly at: number;
  readonly seq: number;
}

/** Everything known about one conversation; the view is computed from it. */
export interface Conversation {
  readonly turns: ReadonlyMap<string, Turn>;
  readonly local: ReadonlyMap<string, LocalLine>;
  readonly partials: ReadonlyMap<string, PartialLine>;
  /** Something said that could not be transcribed; a line that still comes for it replaces it. */
  readonly unwritten: ReadonlyMap<string, UnwrittenLine>;
  readonly findings: ReadonlyMap<string, Finding>;
  /** The phases that began, by their place in the log. */
  readonly phases: ReadonlyMap<number, PhaseMark>;
  readonly phase: Phase;
  readonly state: SessionState;
  /** By the service's clock, in milliseconds. */
  readonly endedAt?: number;
  readonly summary?: TranscriptSummary;
  readonly callEnd?: CallEndReason;
}

export type Action =
  | { readonly type: 'session'; readonly session: Pick<Session, 'phase' | 'state'> }
  | { readonly type: 'event'; readonly event: SessionEvent; readonly now: number }
  | { readonly type: 'typed'; readonly itemId: string; readonly text: string; readonly now: number }
  | { readonly type: 'undelivered'; readonly itemId: string }
  | { readonly type: 'unkept'; readonly itemId: string }
  | { readonly type: 'final'; readonly line: SpokenLine; readonly now: number }
  | { readonly type: 'partial'; readonly line: SpokenLine; readonly now: number }
  | { readonly type: 'nothing'; readonly itemId: string }
  | { readonly type: 'outbox'; readonly entries: readonly Entry[]; readonly now: number }
  | { readonly type: 'callGone' }
  | { readonly type: 'tick'; readonly now: number };

/** A partial line without an update for this long was cut off and is removed. */
const PARTIAL_LIVES_MS = 20_000;

export function begin(phase: Phase, state: SessionState): Conversation {
  const nothing = { turns: new Map(), local: new Map(), partials: new Map(), unwritten: new Map() };
  return { ...nothing, findings: new Map(), phases: new Map(), phase, state };
}

/** Whether a line is on disk or stored, so that it is sent or was. */
export function isKept({ turns, local }: Conversation, itemId: string): boolean {
  const line = local.get(itemId);
  return turns.has(itemId) || (line !== undefined && line.state !== 'sending' && line.state !== 'unkept');
}

/** Lines that this device could not keep and that the service does not have. */
export function unkept({ local }: Conversation): LocalLine[] {
  return [...local.values()].filter((line) => line.state === 'unkept');
}

export function conversation(state: Conversation, action: Action): Conversation {
  switch (action.type) {
    case 'session':
      return onSession(state, action.session);
    case 'event':
      return onEvent(state, action.event, action.now);
    case 'typed': {
      const { itemId, text, now } = action;
      const line = { itemId, role: 'student', text, startedAt: new Date(now), at: now } as const;
      return { ...state, local: put(state.local, { ...line, state: 'sending', unheard: true }) };
    }
    case 'undelivered':
      return { ...state, local: without(state.local, action.itemId) };
    case 'unkept':
      return onUnkept(state, action.itemId);
    case 'final': {
      const { line, now } = action;
      if (state.turns.has(line.itemId)) return finished(state, line.itemId);
      // Not yet on this device, at another try neither: the outbox says when it is.
      const tried = state.local.get(line.itemId)?.state === 'unkept' ? 'unkept' : 'sending';
      return finished({ ...state, local: put(state.local, { ...line, state: tried, at: now }) }, line.itemId);
    }
    case 'partial':
      return onPartial(state, { ...action.line, at: action.now, own: true });
    case 'nothing':
      return finished(state, action.itemId);
    case 'outbox':
      return onOutbox(state, action.entries, action.now);
    case 'callGone':
      return { ...state, partials: new Map([...state.partials].filter(([, p]) => !p.own)) };
    case 'tick': {
      const alive = [...state.partials].filter(([, p]) => action.now - p.at < PARTIAL_LIVES_MS);
      return alive.length === state.partials.size ? state : { ...state, partials: new Map(alive) };
    }
  }
}

function onUnkept(state: Conversation, itemId: string): Conversation {
  const line = state.local.get(itemId);
  if (line?.state !== 'sending') return state;
  return { ...state, local: put(state.local, { ...line, state: 'unkept' }) };
}

const STATES: readonly SessionState[] = ['open', 'ended', 'closed'];

/** The answer may be older than what is known by now. A session goes through its phases and states in one direction. */
function onSession(before: Conversation, { phase, state }: Pick<Session, 'phase' | 'state'>): Conversation {
  return { ...before, phase: laterPhase(before.phase, phase), state: laterState(before.state, state) };
}

function laterState(before: SessionState, now: SessionState): SessionState {
  return STATES.indexOf(now) > STATES.indexOf(before) ? now : before;
}

function onEvent(state: Conversation, event: SessionEvent, now: number): Conversation {
  if (event.turn) return onTurn(state, event.turn);
  if (event.transcriptError) return onUnwritten(state, event.transcriptError, event);
  if (event.partial) return onPartial(state, { ...event.partial, at: now, own: false });
  const finding = findingOf(event);
  if (finding) return { ...state, findings: put(state.findings, finding) };
  switch (event.type) {
    case 'phase':
      return onPhase(state, event);
    case 'call_started': {
      const { callEnd: _earlier, ...rest } = state;
      return rest;
    }
    case 'call_ended':
      return { ...state, partials: new Map(), ...(event.call?.reason && { callEnd: event.call.reason }) };
    case 'ended':
    case 'closed':
      return {
        ...state,
        state: laterState(state.state, event.type),
        partials: new Map(),
        ...(event.type === 'ended' && { endedAt: event.createdAt.getTime() }),
        ...(event.summary && { summary: event.summary }),
      };
    case 'gap':
      // Another log. What waits on this device is still to come into it.
      return { ...begin(state.phase, state.state), local: state.local };
    default:
      return state;
  }
}

function onPhase(state: Conversation, event: SessionEvent): Conversation {
  const mark = phaseMarkOf(event);
  const phases = mark ? new Map(state.phases).set(mark.seq, mark) : state.phases;
  return { ...state, phases, phase: event.phase ? laterPhase(state.phase, event.phase) : state.phase };
}

function onTurn(state: Conversation, turn: Turn): Conversation {
  const next = finished({ ...state, turns: put(state.turns, turn) }, turn.itemId);
  const local = state.local.get(turn.itemId);
  // What the service has is the truth; only a line that it refused to take from here still needs its own words.
  return local && local.state !== 'attention' ? { ...next, local: without(next.local, turn.itemId) } : next;
}

function onUnwritten(
  state: Conversation,
  { itemId, detail }: TranscriptError,
  { seq = 0, createdAt }: SessionEvent,
): Conversation {
  // The voice service writes down what the student says; the patient's words are its own.
  const line: UnwrittenLine = { itemId, role: 'student', text: detail, at: createdAt.getTime(), seq };
  return finished({ ...state, unwritten: put(state.unwritten, line) }, itemId);
}

function onPartial(state: Conversation, line: PartialLine): Conversation {
  if (state.turns.has(line.itemId) || state.local.has(line.itemId)) return state;
  const known = state.partials.get(line.itemId);
  if (known?.own && !line.own) return state;
  return { ...state, partials: put(state.partials, known ? { ...known, ...line } : line) };
}

/**
 * The lines waiting in the outbox. A line that has left the outbox is saved, even before the stream
 * shows it; one that the outbox has from before a reload appears with the words it has there.
 */
function onOutbox(state: Conversation, entries: readonly Entry[], now: number): Conversation {
  const queued = new Map(entries.map((entry) => [entry.itemId, entry]));
  const local = new Map<string, LocalLine>();
  for (const [id, line] of state.local) {
    if (queued.has(id)) continue;
    if (!line.entry) local.set(id, line);
    else if (line.entry.state === 'waiting' && !state.turns.has(id))
      local.set(id, { ...line, state: 'saved' });
  }
  for (const [id, entry] of queued) {
    if (entry.state === 'waiting' && state.turns.has(id)) continue;
    const { itemId, role, text, previousItemId, startedAt } = entry.line;
    const at = startedAt?.getTime() ?? state.local.get(id)?.at ?? now;
    local.set(id, {
      itemId,
      role,
      text,
      at,
      entry,
      state: entry.state,
      ...(previousItemId && { previousItemId }),
      ...(startedAt && { startedAt }),
    });
  }
  return { ...state, local };
}

function finished(state: Conversation, itemId: string): Conversation {
  return state.partials.has(itemId) ? { ...state, partials: without(state.partials, itemId) } : state;
}

function put<T extends { itemId: string }>(map: ReadonlyMap<string, T>, value: T): ReadonlyMap<string, T> {
  return new Map(map).set(value.itemId, value);
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const next = new Map(map);
  next.delete(key);
  return next;
}
