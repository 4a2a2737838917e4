import type { Pending, Session, StreamState } from '@viva/client';
import type { Trouble } from '../api/problems';
import type { CallState } from '../call/state';
import type { MicrophoneState } from '../call/talk';
import type { DeviceSession } from '../device/sessions';
import type { Conversation } from './conversation';
import { begin } from './conversation';

/** Something that happened and is worth a sentence, until it is read or overtaken. */
export interface Notice {
  readonly id: number;
  readonly words: string;
}

export interface RoomState {
  readonly device: DeviceSession;
  /** As the service last told it; absent until it did. */
  readonly session?: Session;
  /** The session cannot be entered at all. */
  readonly trouble?: Trouble;
  /** `elsewhere`: another tab holds the call. `follow`: this page only ever reads. */
  readonly seat: 'finding' | 'here' | 'elsewhere' | 'follow';
  readonly call: CallState;
  readonly responding: boolean;
  readonly microphone?: MicrophoneState | undefined;
  readonly voiceBlocked: boolean;
  /** Why the service can hold no voice calls, in words. */
  readonly noVoice?: string | undefined;
  /** A typed line that the patient could not answer. */
  readonly unanswered?: string | undefined;
  readonly conversation: Conversation;
  readonly stream: StreamState;
  readonly pending: Pending;
  readonly online: boolean;
  /** The service answers neither on the event stream nor a plain request. */
  readonly unreachable?: boolean;
  readonly notice?: Notice | undefined;
  /** Words that came back because they were not delivered; for the text field. */
  readonly returned?: string | undefined;
  readonly ending: 'no' | 'saving' | 'ending' | 'ended';
  /** What the service's clock is ahead of this device's, in milliseconds. */
  readonly skew: number;
}

export function atTheDoor(device: DeviceSession, seat: RoomState['seat'], online: boolean): RoomState {
  return {
    device,
    seat,
    online,
    call: { kind: 'idle' },
    responding: false,
    voiceBlocked: false,
    conversation: begin('subjective', 'open'),
    stream: { kind: 'connecting' },
    pending: { entries: [] },
    ending: 'no',
    skew: 0,
  };
}

/** Whether the encounter is over for good, whoever ended it. */
export function isOver(state: RoomState): boolean {
  return state.conversation.state !== 'open' || state.ending === 'ended';
}

/** Whether the last call was hung up because nobody was there, and no other was begun since. */
export function wasAbandoned({ conversation, call }: RoomState): boolean {
  if (conversation.callEnd !== 'abandoned') return false;
  return (
    call.kind === 'idle' ||
    call.kind === 'ended' ||
    (call.kind === 'failed' && call.trouble.code === 'call_lost')
  );
}
