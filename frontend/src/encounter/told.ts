import type { SessionEvent, Transcript, Turn } from '@viva/client';
import { begin, conversation, type Conversation } from './conversation';

type Stored = Pick<Transcript, 'sessionId' | 'turns' | 'state' | 'examinations'>;

/** A stored line as the event that brought it. */
export function stored(sessionId: string, turn: Turn): SessionEvent {
  const { seq, createdAt } = turn;
  return { sessionId, type: 'turn', seq, createdAt, turn };
}

/**
 * A stored transcript as the conversation that it is of, with the findings of its examinations.
 *
 * @param from what is known of it beside that, such as its phases
 */
export function told(
  { sessionId, turns, state, examinations = [] }: Stored,
  from: Conversation = begin('subjective', state),
): Conversation {
  const lines = turns.map((turn) => stored(sessionId, turn));
  return [...lines, ...examinations].reduce(
    (now, event) => conversation(now, { type: 'event', event, now: 0 }),
    from,
  );
}
