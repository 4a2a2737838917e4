import type {
  Clock,
  EndSummary,
  Follower,
  FollowOptions,
  Outbox,
  Phase,
  SayReceipt,
  Session,
  Transcript,
  VoiceList,
} from '@viva/client';
import type { VoiceCall, VoiceCallListener } from '../call/voiceCall';
import type { DeviceSession } from '../device/sessions';
import type { Attention } from '../faculty/board';
import type { TabLock } from './tabLock';

/** Why the service offers no voice calls, in words, and whether a scripted patient answers. */
export type Voices = Pick<VoiceList, 'unavailable' | 'simulated'>;

/** Everything the controller needs from its environment. */
export interface EncounterParts {
  readonly device: DeviceSession;
  /** Follows the encounter and never calls. */
  readonly followOnly: boolean;
  readonly api: {
    session(): Promise<Session>;
    advance(phase: Phase): Promise<Session>;
    end(): Promise<EndSummary>;
    /** All stored lines, for networks that block the event stream. */
    transcript?(): Promise<Transcript>;
    voices?(): Promise<Voices>;
    /** Asks again for the answer to a typed line. */
    askAgain?(itemId: string, text: string, latestCall: number | undefined): Promise<SayReceipt>;
  };
  readonly outbox: Outbox;
  readonly tabLock: TabLock;
  readonly voiceCall: (listener: VoiceCallListener, serverNow: () => number) => VoiceCall;
  readonly follow: (on: Pick<FollowOptions, 'afterSeq' | 'onEvent' | 'onState'>) => Follower;
  /** Whether somebody looks at the page. */
  readonly attention: Attention;
  readonly network: { online(): boolean; watch(listener: () => void): () => void };
  readonly markEnded: (at: number) => Promise<void>;
  readonly clock: Clock;
  /** How far the service's clock is ahead of `clock`, in milliseconds. */
  readonly skew: () => number;
}
