import type { Failure, Pending, Phase, Session, StreamState } from '@viva/client';
import type { Trouble } from '../api/problems';
import { SILENT, type SpeechState } from '../call/patientSpeech';
import { isTyped, type CallState } from '../call/state';
import type { TypedLine } from '../call/typing';
import type { MicrophoneState } from '../call/microphoneWatch';
import type { DeviceSession } from '../device/sessions';
import type { Conversation } from './conversation';
import { begin, unkept } from './conversation';

/** A message to the user, shown until it is dismissed or replaced. */
export interface Notice {
  readonly id: number;
  readonly words: string;
  /** To report it by. */
  readonly requestId?: string | undefined;
}

/** A typed line without an answer, and why. */
export interface Unanswered {
  readonly itemId: string;
  readonly words: string;
  /** To report it by. */
  readonly requestId?: string | undefined;
  /** The service says that asking again does not help. */
  readonly lasting?: boolean | undefined;
  /** Only this page says so: the answer may still come. */
  readonly late?: true;
  /** The student has closed its notice, and the answer is still looked for. */
  readonly closed?: true;
}

export function isReported({ closed }: Unanswered): boolean {
  return !closed;
}

export interface EncounterState {
  readonly device: DeviceSession;
  /** As the service last reported it; absent until then. */
  readonly session?: Session;
  /** Why the session cannot be opened at all. */
  readonly trouble?: Trouble;
  /** `holder`: this tab may call. `otherTab`: another tab holds the call. `follower`: this page only reads. */
  readonly tabRole: 'undecided' | 'holder' | 'otherTab' | 'follower';
  readonly call: CallState;
  /** The patient's answer is being made. */
  readonly responding: boolean;
  /** What of the patient's words is heard. */
  readonly speech: SpeechState;
  /** The voice service hears the student speak. */
  readonly studentSpeaks: boolean;
  readonly microphone?: MicrophoneState | undefined;
  readonly voiceBlocked: boolean;
  /** The service said what voice it offers, failed to, or took too long; before that, no choice of calls would last. */
  readonly voiceAsked: boolean;
  /** Why the service offers no voice calls, in words. */
  readonly noVoice?: string | undefined;
  /** A scripted patient answers, who cannot hear; absent until it is known. */
  readonly simulated?: boolean;
  /** The typed lines that the patient could not answer, oldest first. */
  readonly unanswered: readonly Unanswered[];
  readonly conversation: Conversation;
  /** The phase that the service was asked to begin, until it answers. */
  readonly advancing?: Phase | undefined;
  readonly stream: StreamState;
  /** Too many pages follow encounters, so that this one waits for its event stream. */
  readonly crowded?: Failure | undefined;
  /** Whether the conversation so far is shown: only what comes then is announced. */
  readonly caughtUp: boolean;
  readonly pending: Pending;
  readonly online: boolean;
  /** The service answers neither on the event stream nor a plain request. */
  readonly unreachable?: boolean;
  readonly notice?: Notice | undefined;
  /** Typed words that were not delivered; they go back into the text field. */
  readonly returned?: string | undefined;
  /** The same as lines, and when that was; until something is typed. */
  readonly undelivered?: { readonly lines: readonly TypedLine[]; readonly at: number } | undefined;
  readonly ending: 'no' | 'saving' | 'ending' | 'ended';
  /** How far the service's clock is ahead of this device's, in milliseconds. */
  readonly skew: number;
}

export function initialState(
  device: DeviceSession,
  tabRole: EncounterState['tabRole'],
  online: boolean,
): EncounterState {
  return {
    device,
    tabRole,
    online,
    call: { kind: 'idle' },
    responding: false,
    speech: SILENT,
    studentSpeaks: false,
    voiceBlocked: false,
    voiceAsked: false,
    unanswered: [],
    conversation: begin('subjective', 'open'),
    stream: { kind: 'connecting' },
    caughtUp: false,
    pending: { entries: [] },
    ending: 'no',
    skew: 0,
  };
}

/** Whether the encounter has ended, whoever ended it. */
export function hasEnded(state: EncounterState): boolean {
  return state.conversation.state !== 'open' || state.ending === 'ended';
}

/** Whether the encounter goes on, and in this tab: here it is spoken, typed and ended. */
export function mayTakePart(state: EncounterState): boolean {
  return state.tabRole === 'holder' && state.ending === 'no' && !hasEnded(state);
}

/** Whether something is to come that only the event stream reports: the answer to a typed line, or the end at the deadline. */
export function isAwaiting(state: EncounterState, serverNow: number): boolean {
  if (hasEnded(state)) return false;
  const awaited = isTyped(state.call) && (state.responding || state.unanswered.some(({ late }) => late));
  return awaited || serverNow > (state.session?.deadlineAt.getTime() ?? Infinity);
}

/** Whether the student has ended it and the page goes on to what was kept; not while it shows lines that are nowhere else. */
export function isLeaving({ ending, conversation }: EncounterState): boolean {
  return ending === 'ended' && unkept(conversation).length === 0;
}

/** Whether the last call was hung up because nobody was there, and no other call has started since. */
export function wasAbandoned({ conversation, call }: EncounterState): boolean {
  if (conversation.callEnd !== 'abandoned') return false;
  return (
    call.kind === 'idle' ||
    call.kind === 'ended' ||
    (call.kind === 'failed' && call.trouble.code === 'call_lost')
  );
}
