import type { Transcript, Turn } from '@viva/client';
import type { Conversation } from './conversation';
import { stored } from './told';

type Read = Pick<Transcript, 'sessionId' | 'turns' | 'examinations'>;

/**
 * What a transcript has that is not known yet, as the events that would have brought it.
 *
 * @param live whether the event stream brings changes of known lines by itself, sooner than a transcript can
 */
export function newsOf({ sessionId, turns, examinations = [] }: Read, known: Conversation, live: boolean) {
  const isNew = (turn: Turn) => {
    const before = known.turns.get(turn.itemId);
    return !before || (!live && JSON.stringify(before) !== JSON.stringify(turn));
  };
  const lines = turns.filter(isNew).map((turn) => stored(sessionId, turn));
  const findings = examinations.filter(
    ({ examination }) => examination && !known.findings.has(examination.itemId),
  );
  return [...lines, ...findings];
}
