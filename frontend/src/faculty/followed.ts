import {
  TranscriptFromJSON,
  type Clock,
  type Failure,
  type Follower,
  type GateStep,
  type Session,
  type SessionEvent,
  type StreamState,
  type Transcript,
} from '@viva/client';
import { CatchUp } from '../encounter/catchUp';
import { crowdedBy } from '../encounter/crowded';
import { begin, conversation, type Action, type Conversation } from '../encounter/conversation';
import { Fallback } from '../encounter/fallback';
import { Ticks } from '../encounter/ticks';
import { told } from '../encounter/told';
import { Store } from '../ui/store';
import type { FacultyApi } from './api';
import { AskedPause } from './askedPause';
import type { Attention } from './board';
import { markOf, type Mark } from './marks';

export interface FollowedState {
  readonly conversation: Conversation;
  readonly marks: readonly Mark[];
  /** The steps of the opening that are done. */
  readonly steps: ReadonlySet<GateStep>;
  readonly stream: StreamState;
  /** Too many encounters are followed, so that this one waits for its event stream. */
  readonly crowded?: Failure | undefined;
  /** Whether the conversation so far is shown, by the stream or as it is stored: only what comes then is announced. */
  readonly caughtUp: boolean;
  /** Lines were read that the stream has not brought: what it alone tells, as the steps of the opening, may be missing. */
  readonly behind: boolean;
  /** The page holds no connection, because nobody looks at it. */
  readonly paused: boolean;
}

export interface FollowedParts {
  readonly api: Pick<FacultyApi, 'follow' | 'session' | 'transcript'>;
  readonly clock: Clock;
  readonly attention: Attention;
}

interface Reading {
  readonly catchUp: CatchUp;
  readonly fallback: Fallback;
}

const NOTHING: FollowedState = {
  conversation: begin('subjective', 'open'),
  marks: [],
  steps: new Set(),
  stream: { kind: 'connecting' },
  caughtUp: false,
  behind: false,
  paused: true,
};

/**
 * One encounter, read only, from its first event on. While nobody looks at the tab it holds no connection, since a
 * browser has few; it then goes on after the last event that it has. Where no event stream comes through, the stored
 * lines are read instead.
 */
export class Followed {
  readonly store = new Store<FollowedState>(NOTHING);
  private follower: Follower | undefined;
  /** What reads while somebody looks, also before the stream may be asked for. */
  private reading: Reading | undefined;
  private readonly asked: AskedPause;
  private cancel = () => {};
  private lastSeq: number | undefined;
  /** Up to where the stored lines were read beside the stream. */
  private readSeq = 0;
  private running = false;
  private ticks: Ticks | undefined;
  private unwatch = () => {};

  constructor(
    readonly sessionId: string,
    private readonly parts: FollowedParts,
  ) {
    this.asked = new AskedPause(parts.clock);
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    const { clock, attention } = this.parts;
    // First: a connection from before a sleep is ended before anybody relies on it.
    this.ticks = new Ticks({ clock, attention, onTick: () => this.tick(), onWake: () => this.wake() });
    this.unwatch = attention.watch(() => this.attend());
    this.attend();
  }

  /** Keeps what it has read. */
  stop(): void {
    this.running = false;
    this.unwatch();
    this.ticks?.stop();
    this.disconnect();
  }

  /** What the service says of it: whether it is open still, and in which phase. */
  know(session: Pick<Session, 'phase' | 'state'>): void {
    this.apply({ type: 'session', session });
  }

  /** Tries once more after the stream was refused. */
  again(): void {
    if (this.store.get().stream.kind !== 'refused') return;
    this.disconnect();
    this.store.set({ stream: { kind: 'connecting' } });
    this.attend();
  }

  /** After a sleep the old stream may be dead without anybody having said so. */
  private wake(): void {
    if (!this.reading) return;
    this.disconnect();
    this.attend();
  }

  private attend(): void {
    if (!this.running || !this.parts.attention.here()) return this.disconnect();
    if (this.follower) return this.follower.retryNow();
    const { stream } = this.store.get();
    if (stream.kind === 'finished') return this.store.set({ paused: false, caughtUp: true });
    if (stream.kind === 'refused') return this.store.set({ paused: false });
    this.reading ??= this.read();
    this.cancel();
    const wait = this.asked.left;
    if (wait > 0) this.cancel = this.parts.clock.after(wait, () => this.attend());
    else this.follower = this.follow(this.reading);
  }

  private read(): Reading {
    // What was said while nobody looked is there to be read; announced, it would come before what is said now.
    this.store.set({ paused: false, caughtUp: false });
    const catchUp = new CatchUp(this.parts.clock, (caughtUp) => this.store.set({ caughtUp }));
    return { catchUp, fallback: this.openFallback(catchUp) };
  }

  private follow({ catchUp, fallback }: Reading): Follower {
    return this.parts.api.follow({
      sessionId: this.sessionId,
      ...(this.lastSeq !== undefined && { afterSeq: this.lastSeq }),
      onEvent: (event) => {
        this.take(event);
        catchUp.take(event);
      },
      onState: (now) => {
        const asked = now.kind === 'waiting' && now.failure.retryAfterS !== undefined;
        if (asked) this.asked.take(now.until - this.parts.clock.now());
        this.store.set({ stream: now, crowded: crowdedBy(this.store.get().crowded, now) });
        catchUp.streamIs(now);
        fallback.streamIs(now);
        // The same answer is what a plain request would get.
        if (now.kind === 'refused') fallback.stop();
      },
    });
  }

  private openFallback(catchUp: CatchUp): Fallback {
    const { api, clock } = this.parts;
    const { sessionId } = this;
    const fallback = new Fallback({
      clock,
      session: () => api.session(sessionId),
      // Each reading is recorded in the audit trail, so only for what is not here yet.
      transcript: async ({ transcript }) => {
        if (transcript.lastSeq <= Math.max(this.readSeq, this.lastSeq ?? 0)) return undefined;
        return TranscriptFromJSON(JSON.parse(await api.transcript(sessionId, 'application/json')));
      },
      onTranscript: (stored) => this.takeStored(stored),
      onSession: (session, complete) => {
        this.know(session);
        if (!complete) return;
        catchUp.complete();
        if (session.state === 'closed') fallback.stop();
      },
      onReachable: () => {},
      awaiting: () => false,
    });
    return fallback;
  }

  private disconnect(): void {
    this.cancel();
    this.follower?.stop();
    this.reading?.catchUp.stop();
    this.reading?.fallback.stop();
    this.follower = this.reading = undefined;
    // Nobody says any more whether these words were cut off.
    const { conversation: before } = this.store.get();
    this.store.set({ paused: true, conversation: { ...before, partials: new Map() } });
  }

  private take(event: SessionEvent): void {
    if (event.seq !== undefined) this.lastSeq = event.seq;
    const { marks, steps } = this.store.get();
    if (event.type === 'gap') {
      this.lastSeq = undefined;
      this.readSeq = 0;
      this.store.set({ marks: [], steps: new Set() });
    }
    const mark = markOf(event);
    if (mark) this.store.set({ marks: [...marks, mark] });
    if (event.gate) this.store.set({ steps: new Set([...steps, event.gate.step]) });
    this.apply({ type: 'event', event, now: this.parts.clock.now() });
    this.compare();
  }

  private compare(): void {
    const behind = this.readSeq > (this.lastSeq ?? 0);
    if (behind !== this.store.get().behind) this.store.set({ behind });
  }

  private takeStored(stored: Transcript): void {
    this.readSeq = stored.lastSeq;
    this.compare();
    this.store.set({ conversation: told(stored, this.store.get().conversation) });
  }

  private apply(action: Action): void {
    const before = this.store.get().conversation;
    const after = conversation(before, action);
    if (after !== before) this.store.set({ conversation: after });
  }

  private tick(): void {
    this.apply({ type: 'tick', now: this.parts.clock.now() });
  }
}
