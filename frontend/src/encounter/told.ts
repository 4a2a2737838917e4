import type { Transcript } from '@viva/client';
import { begin, conversation, type Conversation } from './conversation';

type Lines = Pick<Transcript, 'sessionId' | 'turns' | 'state'>;

/**
 * A stored transcript as the conversation that it is of.
 *
 * @param from what is known of it beside its lines, such as its phases
 */
export function told(
  { sessionId, turns, state }: Lines,
  from: Conversation = begin('subjective', state),
): Conversation {
  return turns.reduce(
    (now, turn) =>
      conversation(now, {
        type: 'event',
        event: { sessionId, type: 'turn', seq: turn.seq, createdAt: turn.createdAt, turn },
        now: 0,
      }),
    from,
  );
}
