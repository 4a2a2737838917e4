import type { EventSourceMessage } from 'eventsource-parser';
import { SessionEventFromJSON, type SessionEvent } from '../api/index.js';
import { hand } from '../callers/hand.js';
import { Doubt, isOutOfReach } from '../problems/doubt.js';
import { failureOf, failureOfResponse, passes, type Failure } from '../problems/failure.js';
import { backoff } from '../time/backoff.js';
import { pause, systemClock, type Clock } from '../time/clock.js';
import { withoutSlash } from '../wire/address.js';
import { FrameReader } from './sse.js';

/**
 * How the stream stands. `finished`: the session is closed and all of it was seen. `refused`: nothing more will come; that
 * the session is not there, or not for this grant, is believed once it was answered three times over ten seconds.
 */
export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'waiting'; readonly failure: Failure; readonly until: number }
  | { readonly kind: 'finished' }
  | { readonly kind: 'refused'; readonly failure: Failure };

export interface FollowOptions {
  readonly sessionId: string;
  readonly grant: string;
  /** Where the service is, as `https://host`; the page's own origin when absent. */
  readonly url?: string;
  /** The `seq` of the last event that is known already; from the start when absent. */
  readonly afterSeq?: number;
  readonly onEvent: (event: SessionEvent) => void;
  readonly onState?: (state: StreamState) => void;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly fetch?: typeof fetch;
}

/** A stream that is being followed. */
export interface Follower {
  stop(): void;
  /** The network came back: a try that is waiting starts now, unless the server asked for the wait. */
  hurry(): void;
  /** Resolves when nothing more will come: closed, refused or stopped. */
  readonly done: Promise<void>;
}

/** The server sends a comment every 15 s; with none for this long the connection is dead without saying so. */
const SILENCE_MS = 40_000;

const NETWORK: Failure = { code: 'network', status: 0 };
const TIMEOUT: Failure = { code: 'timeout', status: 0 };

/** An answer, but not the service's: a proxy's page or a portal that asks to sign in. */
const NO_STREAM: Failure = { code: 'unexpected', status: 0 };

type Ending =
  { kind: 'finished' } | { kind: 'refused'; failure: Failure } | { kind: 'again'; failure: Failure };

/**
 * Follows the events of a session until it is closed: each stored event once and in order, across lost connections.
 * EventSource cannot send the grant in a header, so this reads the stream from fetch.
 */
export function follow(options: FollowOptions): Follower {
  const stopped = new AbortController();
  const following = new Following(options, stopped.signal);
  const done = following.run();
  return { stop: () => stopped.abort(), hurry: () => following.hurry(), done };
}

class Following {
  private readonly clock: Clock;
  private lastId: string;
  private retryMs: number | undefined;
  private failures = 0;
  private readonly doubt: Doubt;
  private waiting: AbortController | undefined;

  constructor(
    private readonly options: FollowOptions,
    private readonly stopped: AbortSignal,
  ) {
    this.clock = options.clock ?? systemClock;
    this.doubt = new Doubt(this.clock);
    this.lastId = options.afterSeq === undefined ? '' : String(options.afterSeq);
  }

  async run(): Promise<void> {
    const { random = Math.random } = this.options;
    while (!this.stopped.aborted) {
      this.state({ kind: 'connecting' });
      const ending = await this.once();
      if (this.stopped.aborted) return;
      if (ending.kind !== 'again') return this.state(ending);
      this.failures += 1;
      const wait = Math.max(backoff(this.failures, random, ending.failure.retryAfterS), this.retryMs ?? 0);
      this.state({ kind: 'waiting', failure: ending.failure, until: this.clock.now() + wait });
      await this.wait(wait, ending.failure);
    }
  }

  hurry(): void {
    this.waiting?.abort();
  }

  private state(now: StreamState): void {
    const { onState } = this.options;
    if (onState) hand(onState, now);
  }

  private async wait(ms: number, why: Failure): Promise<void> {
    const waiting = new AbortController();
    if (!why.retryAfterS) this.waiting = waiting;
    await pause(this.clock, ms, AbortSignal.any([this.stopped, waiting.signal]));
    this.waiting = undefined;
  }

  private async once(): Promise<Ending> {
    const attempt = new AbortController();
    const give = () => attempt.abort();
    this.stopped.addEventListener('abort', give, { once: true });
    const watchdog = new Watchdog(this.clock, give);
    try {
      const { fetch = globalThis.fetch } = this.options;
      const response = await fetch(this.address(), {
        headers: this.headers(),
        signal: attempt.signal,
        cache: 'no-store',
      });
      if (response.status === 204) return { kind: 'finished' };
      if (!response.ok || !response.body) return this.refusal(await failureOfResponse(response));
      if (!isStream(response)) return { kind: 'again', failure: NO_STREAM };
      this.doubt.clear();
      return await this.read(response.body, watchdog);
    } catch (error) {
      return { kind: 'again', failure: watchdog.barked ? TIMEOUT : await failureOf(error) };
    } finally {
      watchdog.rest();
      this.stopped.removeEventListener('abort', give);
      attempt.abort();
    }
  }

  private async read(body: ReadableStream<Uint8Array>, watchdog: Watchdog): Promise<Ending> {
    const frames = new FrameReader();
    const reader = body.getReader();
    this.state({ kind: 'live' });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { kind: 'again', failure: NETWORK };
      watchdog.pat();
      for (const frame of frames.read(value)) {
        if (this.stopped.aborted) return { kind: 'finished' };
        const last = this.take(frame);
        if (last) return last;
      }
      this.retryMs = frames.retryMs ?? this.retryMs;
      if (frames.alive) this.failures = 0;
    }
  }

  /** Hands an event on; answers how this connection ends when it ends with it. */
  private take(frame: EventSourceMessage): Ending | undefined {
    const event = parse(frame);
    if (frame.id !== undefined) this.lastId = frame.id;
    if (event) hand(this.options.onEvent, event);
    if (event?.type === 'closed') return { kind: 'finished' };
    if (event?.type !== 'gap') return undefined;
    // The log is not the one that was read before, so what was read does not hold: from the start.
    this.lastId = '';
    return { kind: 'again', failure: NETWORK };
  }

  private address(): string {
    const { url = '', sessionId } = this.options;
    return `${withoutSlash(url)}/api/v1/sessions/${encodeURIComponent(sessionId)}/events`;
  }

  private headers(): Record<string, string> {
    return {
      Accept: 'text/event-stream',
      Authorization: `Bearer ${this.options.grant}`,
      ...(this.lastId && { 'Last-Event-ID': this.lastId }),
    };
  }

  private refusal(failure: Failure): Ending {
    const final = isOutOfReach(failure) ? this.doubt.confirms() : !passes(failure);
    return { kind: final ? 'refused' : 'again', failure };
  }
}

/** Ends a connection on which nothing comes any more. */
class Watchdog {
  barked = false;
  private cancel: () => void;

  constructor(
    private readonly clock: Clock,
    private readonly bite: () => void,
  ) {
    this.cancel = this.wait();
  }

  pat(): void {
    this.cancel();
    this.cancel = this.wait();
  }

  rest(): void {
    this.cancel();
  }

  private wait(): () => void {
    return this.clock.after(SILENCE_MS, () => {
      this.barked = true;
      this.bite();
    });
  }
}

function isStream(response: Response): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(response.headers.get('Content-Type') ?? '');
}

/** An event that cannot be read is passed over: it must not end the stream for those that can. */
function parse(frame: EventSourceMessage): SessionEvent | undefined {
  try {
    return SessionEventFromJSON(JSON.parse(frame.data));
  } catch {
    return undefined;
  }
}
