import type {
  Clock,
  EndSummary,
  Follower,
  FollowOptions,
  Outbox,
  Phase,
  Session,
  Transcript,
} from '@viva/client';
import type { Talk, TalkListener } from '../call/talk';
import type { DeviceSession } from '../device/sessions';
import type { Hold } from './hold';

/** Everything of the world that a room needs. */
export interface RoomParts {
  readonly device: DeviceSession;
  /** Reads along and never holds the call. */
  readonly followOnly: boolean;
  readonly api: {
    session(): Promise<Session>;
    advance(phase: Phase): Promise<Session>;
    end(): Promise<EndSummary>;
    /** All that is stored, for where the event stream does not come through. */
    transcript?(): Promise<Transcript>;
    /** Why the service can hold no voice calls, in words; nothing while it can. */
    noVoice?(): Promise<string | undefined>;
    /** Asks for the answer to a typed line once more. */
    askAgain?(itemId: string, text: string): Promise<unknown>;
  };
  readonly outbox: Outbox;
  readonly hold: Hold;
  readonly talk: (listener: TalkListener, serverNow: () => number) => Talk;
  readonly follow: (on: Pick<FollowOptions, 'onEvent' | 'onState'>) => Follower;
  readonly network: { online(): boolean; watch(listener: () => void): () => void };
  readonly ended: (at: number) => Promise<void>;
  readonly clock: Clock;
  /** How far the service's clock is ahead of `clock`, in milliseconds. */
  readonly skew: () => number;
}
