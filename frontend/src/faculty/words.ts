import type { CallEndReason, GateStep, Phase, SessionEntry, SessionState } from '@viva/client';
import { inWords, troubleOf, type Trouble } from '../api/problems';
import type { FollowedState } from './followed';

export const PHASES: readonly { readonly phase: Phase; readonly name: string; readonly long: string }[] = [
  { phase: 'subjective', name: 'Subjective', long: 'taking the history' },
  { phase: 'objective', name: 'Objective', long: 'the examination' },
  { phase: 'treatment_plan', name: 'Plan', long: 'agreeing a plan' },
];

export function phaseName(phase: Phase): string {
  return PHASES.find((one) => one.phase === phase)?.name ?? phase;
}

export const STATE_WORDS: Record<SessionState, string> = {
  open: 'Practising now',
  ended: 'Just ended',
  closed: 'Ended',
};

export const STEPS: readonly { readonly step: GateStep; readonly name: string; readonly done: string }[] = [
  { step: 'greeting', name: 'Greeting', done: 'The student has greeted the patient' },
  { step: 'introduction', name: 'Introduction', done: 'The student has said their name and role' },
  { step: 'consent', name: 'Consent', done: 'The student has asked whether the patient agrees' },
  { step: 'identity', name: 'Identity', done: 'The student has checked who the patient is' },
];

export const CALL_END_WORDS: Record<CallEndReason, string> = {
  session_ended: 'The call ended with the encounter',
  replaced: 'Another call has replaced this one',
  provider_ended: 'The voice service ended the call',
  abandoned: 'The call was hung up, because nobody was there',
};

/** Codes whose words for students would mislead a teacher. */
const FACULTY_WORDS: Record<string, string> = {
  unauthenticated: 'The service refuses this key or login. Sign in again.',
  forbidden: 'This key or login may not do that.',
  not_found: 'This encounter is not known. It may have been erased.',
  session_ended: 'This encounter has ended already.',
  too_many_streams:
    'Too many encounters are followed just now. Stop following one of them, and this one goes on by itself.',
};

/** Turns whatever was thrown into words for faculty. Never throws itself. */
export async function facultyTrouble(error: unknown): Promise<Trouble> {
  return inFacultyWords(await troubleOf(error));
}

export function inFacultyWords(trouble: Trouble): Trouble {
  return { ...trouble, words: FACULTY_WORDS[trouble.code] ?? trouble.words };
}

const NO_MORE = 'The service sends no more of this encounter.';
const LINK_EXPIRED =
  'This link opens nothing any more: it has expired, or the encounter was erased. Ask for another one.';

const LINK_CROWDED =
  'Too many pages follow encounters just now. Close other tabs that do, and this one goes on by itself.';

const EXAM_OVER =
  'This was an exam. This link opens it again once faculty release it, unless it expires before.';

/** Why no more events come, or none until fewer encounters are followed; undefined while they may. */
export function stoppedTrouble({
  stream,
  crowded,
  conversation,
  caughtUp,
}: Pick<FollowedState, 'stream' | 'crowded' | 'conversation' | 'caughtUp'>): Trouble | undefined {
  const over = conversation.state === 'closed' && caughtUp;
  if (crowded && !over) return inFacultyWords(inWords(crowded));
  if (stream.kind !== 'refused') return undefined;
  return inFacultyWords({ ...stream.failure, words: stream.failure.detail ?? NO_MORE });
}

/** Which of the two is shown: a stream that goes on by itself hides nothing that may need an action. */
export function shownTrouble(stopped: Trouble | undefined, unread: Trouble | undefined): Trouble | undefined {
  return stopped?.code === 'too_many_streams' ? (unread ?? stopped) : (stopped ?? unread);
}

/** The same trouble for someone who was given a link. */
export function inLinkWords(trouble: Trouble): Trouble {
  if (trouble.code === 'exam_not_released') return { ...trouble, words: EXAM_OVER };
  if (trouble.code === 'too_many_streams') return { ...trouble, words: LINK_CROWDED };
  const denied = trouble.status === 401 || trouble.status === 403 || trouble.status === 404;
  return denied ? { ...trouble, words: LINK_EXPIRED } : trouble;
}

/** Who practises, or that they did not say. */
export function nameOf({ participant }: Pick<SessionEntry, 'participant'>): string {
  return participant?.name ?? 'No name given';
}
