import { Pill, type Standing } from '../ui/Pill';
import type { FollowedState } from './followed';

/** How the page stands to the encounter, in two or three words. */
export function followStanding({ stream, paused, conversation }: FollowedState): Standing {
  if (stream.kind === 'refused') return { tone: 'bad', words: 'Stopped' };
  if (conversation.state !== 'open' || stream.kind === 'finished') return { tone: 'calm', words: 'Ended' };
  if (paused) return { tone: 'calm', words: 'Paused' };
  switch (stream.kind) {
    case 'live':
      return { tone: 'good', words: 'Following live' };
    case 'connecting':
      return { tone: 'busy', words: 'Connecting' };
    case 'waiting':
      return { tone: 'bad', words: 'Reconnecting' };
  }
}

export function FollowPill({ state, quiet = false }: { state: FollowedState; quiet?: boolean }) {
  return <Pill standing={followStanding(state)} quiet={quiet} />;
}
