import { calledName } from '../device/speaker';
import { hasEnded, type EncounterState } from './encounterState';

/** Whose turn it is. */
export interface Talk {
  readonly turn: 'listening' | 'thinking' | 'speaking' | 'student';
  readonly words: string;
}

/** Who listens, thinks or speaks; undefined while nobody can. */
export function talkOf(state: EncounterState): Talk | undefined {
  const { call, speech, responding, studentSpeaks, conversation } = state;
  if (call.kind !== 'connected' || call.interrupted || hasEnded(state)) return undefined;
  const name = calledName(state.device);
  if (studentSpeaks) return { turn: 'student', words: `${name} hears you speak` };
  const writes = [...conversation.partials.values()].some((line) => line.role === 'patient');
  if (speech.speaking) return { turn: 'speaking', words: `${name} is speaking` };
  if (call.mode === 'typed' && responding && writes)
    return { turn: 'speaking', words: `${name} is answering` };
  if (responding || speech.heard.size > 0) return { turn: 'thinking', words: `${name} is thinking` };
  return { turn: 'listening', words: `${name} is listening` };
}
