import type { EventType, SessionEvent } from '../api/index.js';

/** The member of an event that belongs to its type. */
const MEMBERS = {
  turn: 'turn',
  turn_revised: 'turn',
  phase: 'phase',
  call_started: 'call',
  call_ended: 'call',
  warning: 'warning',
  transcript_error: 'transcriptError',
  ended: 'summary',
  closed: 'summary',
  examination: 'examination',
  gate: 'gate',
  partial: 'partial',
  gap: 'gap',
} as const satisfies Record<EventType, keyof SessionEvent>;

type Members = typeof MEMBERS;

/** An event of a type, whose member is there. */
export type EventOf<T extends EventType> = SessionEvent & { readonly type: T } & Required<
    Pick<SessionEvent, Members[T]>
  >;

/** Whether an event is of that type and has its member: `isEvent(event, 'gate') && event.gate.step`. */
export function isEvent<T extends EventType>(event: SessionEvent, type: T): event is EventOf<T> {
  return event.type === type && event[MEMBERS[type]] !== undefined;
}
