import type { EncounterState } from './encounterState';
import type { Standing } from '../ui/Pill';
import { hasEnded } from './encounterState';

/** The connection in two or three words, for the pill. */
export function standingOf(state: EncounterState): Standing {
  if (hasEnded(state)) return { tone: 'calm', words: 'Ended' };
  if (!state.online) return { tone: 'bad', words: 'Offline' };
  if (state.unreachable) return { tone: 'bad', words: 'No connection' };
  if (state.tabRole === 'follower' || state.tabRole === 'otherTab') return followStanding(state);
  switch (state.call.kind) {
    case 'idle':
      return { tone: 'calm', words: 'Not connected' };
    case 'asking':
      return { tone: 'busy', words: 'Microphone?' };
    case 'connecting':
      return { tone: 'busy', words: 'Connecting' };
    case 'connected':
      return state.call.interrupted
        ? { tone: 'bad', words: 'Reconnecting' }
        : { tone: 'good', words: 'Connected' };
    case 'reconnecting':
      return { tone: 'bad', words: 'Reconnecting' };
    case 'ended':
      return { tone: 'calm', words: 'Call ended' };
    case 'failed':
      return { tone: 'bad', words: 'Not connected' };
  }
}

function followStanding(state: EncounterState): Standing {
  switch (state.stream.kind) {
    case 'live':
      return { tone: 'good', words: 'Following live' };
    case 'connecting':
      return { tone: 'busy', words: 'Connecting' };
    case 'waiting':
      return { tone: 'bad', words: 'Reconnecting' };
    case 'finished':
      return { tone: 'calm', words: 'Ended' };
    case 'refused':
      return { tone: 'bad', words: 'Stopped' };
  }
}
