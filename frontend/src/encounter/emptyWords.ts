import type { StreamState } from '@viva/client';
import type { Conversation } from './conversation';

interface Read {
  readonly conversation: Pick<Conversation, 'state'>;
  readonly stream: StreamState;
  readonly caughtUp: boolean;
}

/**
 * The words in place of an empty transcript. They say that nothing was said only once the stored lines have been read.
 *
 * @param open said of an encounter that goes on
 */
export function emptyWords({ conversation, stream, caughtUp }: Read, open: string): string {
  if (!caughtUp && stream.kind === 'refused') return 'What was said could not be read.';
  if (!caughtUp && stream.kind === 'waiting')
    return 'What was said cannot be read just now. It appears here as soon as it can be.';
  if (!caughtUp) return 'One moment…';
  return conversation.state === 'open' ? open : 'Nothing was said.';
}
