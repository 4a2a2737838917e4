import type { EventSourceMessage } from 'eventsource-parser';
import { SessionEventFromJSON, type SessionEvent } from '../api/index.js';
import { invoke } from '../callers/invoke.js';
import { RepeatedRefusals, isSessionDenied } from '../problems/repeatedRefusals.js';
import { failureOf, failureOfResponse, isRetryable, type Failure } from '../problems/failure.js';
import { backoff } from '../time/backoff.js';
import { pause, systemClock, type Clock } from '../time/clock.js';
import { unlessAborted } from '../time/within.js';
import { withoutSlash } from '../wire/address.js';
import { FrameReader } from './sse.js';

/**
 * The state of the stream. `finished`: the session is closed and every event was delivered. `refused`: no more events
 * come. A denied session counts as refused after three such answers over at least ten seconds.
 */
export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'waiting'; readonly failure: Failure; readonly until: number }
  | { readonly kind: 'finished' }
  | { readonly kind: 'refused'; readonly failure: Failure };

export interface FollowOptions {
  readonly sessionId: string;
  /** A function is asked at each connection, for a token that is renewed. */
  readonly grant: string | (() => string | Promise<string>);
  /** Where the service is, as `https://host`; the page's own origin when absent. */
  readonly url?: string;
  /**
   * The `seq` of the last event you already have; from the start when absent. Beyond the end of the log, a `gap` comes
   * first, and then all events from the start.
   */
  readonly afterSeq?: number;
  /** On `gap`, the log is another one than before: drop all that you have. Every event then comes again from the start. */
  readonly onEvent: (event: SessionEvent) => void;
  readonly onState?: (state: StreamState) => void;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly fetch?: typeof fetch;
}

/** An event stream being followed. */
export interface Follower {
  stop(): void;
  /**
   * Ends a pause between two tries, and connects again where the stream has been silent for longer than the service ever
   * is. A pause that the service asked for still holds until its time.
   */
  retryNow(): void;
  /** Resolves when no more events come: finished, refused or stopped. */
  readonly done: Promise<void>;
}

/** The server sends a comment every 15 s. After this long without one the connection is dead. */
const SILENCE_MS = 40_000;

/** After this long it may be dead: worth another connection when somebody asks, as after the computer slept. */
const SUSPECT_MS = 17_000;

const NETWORK: Failure = { code: 'network', status: 0 };
const TIMEOUT: Failure = { code: 'timeout', status: 0 };

/** Not the service's answer: a proxy's page or a sign-in portal. */
const NO_STREAM: Failure = { code: 'unexpected', status: 0 };

type Ending =
  { kind: 'finished' } | { kind: 'refused'; failure: Failure } | { kind: 'again'; failure: Failure };

/**
 * Follows the events of a session until it is closed: each stored event once and in order, across lost connections. After
 * a `gap` they begin again.
 * EventSource cannot send the grant in a header, so this reads the stream from fetch.
 */
export function follow(options: FollowOptions): Follower {
  const stopped = new AbortController();
  const stream = new EventStream(options, stopped.signal);
  const done = stream.run();
  return { stop: () => stopped.abort(), retryNow: () => stream.retryNow(), done };
}

class EventStream {
  private readonly clock: Clock;
  private lastId: string;
  private retryMs: number | undefined;
  private failures = 0;
  private readonly refusals: RepeatedRefusals;
  private waiting: Waiting | undefined;
  private watchdog: Watchdog | undefined;
  /** The connection was ended to begin another one at once. */
  private renewing = false;

  constructor(
    private readonly options: FollowOptions,
    private readonly stopped: AbortSignal,
  ) {
    this.clock = options.clock ?? systemClock;
    this.refusals = new RepeatedRefusals(this.clock);
    this.lastId = options.afterSeq === undefined ? '' : String(options.afterSeq);
  }

  async run(): Promise<void> {
    const { random = Math.random } = this.options;
    while (!this.stopped.aborted) {
      this.state({ kind: 'connecting' });
      const ending = await this.once();
      if (this.stopped.aborted) return;
      if (ending.kind !== 'again') return this.state(ending);
      const { renewing } = this;
      this.renewing = false;
      if (renewing && ending.failure.retryAfterS === undefined) continue;
      if (!isSessionDenied(ending.failure)) this.refusals.reset();
      this.failures += 1;
      const wait = Math.max(backoff(this.failures, random, ending.failure.retryAfterS), this.retryMs ?? 0);
      this.state({ kind: 'waiting', failure: ending.failure, until: this.clock.now() + wait });
      await this.wait(wait, ending.failure.retryAfterS !== undefined);
    }
  }

  retryNow(): void {
    const { waiting, watchdog, clock } = this;
    // The timer stands still while the computer sleeps.
    if (waiting && (!waiting.asked || clock.now() >= waiting.until)) waiting.end.abort();
    if (watchdog?.silentFor(SUSPECT_MS)) {
      this.renewing = true;
      watchdog.expire();
    }
  }

  private state(now: StreamState): void {
    const { onState } = this.options;
    if (onState) invoke(onState, now);
  }

  private async wait(ms: number, asked: boolean): Promise<void> {
    const end = new AbortController();
    this.waiting = { end, asked, until: this.clock.now() + ms };
    await pause(this.clock, ms, AbortSignal.any([this.stopped, end.signal]));
    this.waiting = undefined;
  }

  private async once(): Promise<Ending> {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    this.stopped.addEventListener('abort', abort, { once: true });
    const watchdog = new Watchdog(this.clock, abort);
    this.watchdog = watchdog;
    try {
      const response = await unlessAborted(attempt.signal, this.connect(attempt.signal));
      if (response.status === 204) return { kind: 'finished' };
      if (!response.ok || !response.body) return this.refusal(await failureOfResponse(response));
      if (!isStream(response)) return { kind: 'again', failure: NO_STREAM };
      return await this.read(response.body, watchdog);
    } catch (error) {
      return { kind: 'again', failure: watchdog.expired ? TIMEOUT : await failureOf(error) };
    } finally {
      this.watchdog = undefined;
      watchdog.stop();
      this.stopped.removeEventListener('abort', abort);
      attempt.abort();
    }
  }

  private async connect(signal: AbortSignal): Promise<Response> {
    const { fetch = globalThis.fetch } = this.options;
    return fetch(this.address(), { headers: await this.headers(), signal, cache: 'no-store' });
  }

  private async read(body: ReadableStream<Uint8Array>, watchdog: Watchdog): Promise<Ending> {
    const frames = new FrameReader();
    const reader = body.getReader();
    this.state({ kind: 'live' });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { kind: 'again', failure: NETWORK };
      watchdog.restart();
      for (const frame of frames.read(value)) {
        if (this.stopped.aborted) return { kind: 'finished' };
        const last = this.take(frame);
        if (last) return last;
      }
      this.retryMs = frames.retryMs ?? this.retryMs;
      if (frames.alive) this.failures = 0;
    }
  }

  /** Delivers an event; answers how this connection ends, if the event ends it. */
  private take(frame: EventSourceMessage): Ending | undefined {
    const event = parse(frame);
    if (frame.id !== undefined) this.lastId = frame.id;
    if (event) invoke(this.options.onEvent, event);
    if (event?.type === 'closed') return { kind: 'finished' };
    if (event?.type !== 'gap') return undefined;
    // The log is another one than before: read it from the start.
    this.lastId = '';
    return { kind: 'again', failure: NETWORK };
  }

  private address(): string {
    const { url = '', sessionId } = this.options;
    return `${withoutSlash(url)}/api/v1/sessions/${encodeURIComponent(sessionId)}/events`;
  }

  private async headers(): Promise<Record<string, string>> {
    const { grant } = this.options;
    return {
      Accept: 'text/event-stream',
      Authorization: `Bearer ${typeof grant === 'string' ? grant : await grant()}`,
      ...(this.lastId && { 'Last-Event-ID': this.lastId }),
    };
  }

  private refusal(failure: Failure): Ending {
    const final = isSessionDenied(failure) ? this.refusals.record() : !isRetryable(failure);
    return { kind: final ? 'refused' : 'again', failure };
  }
}

interface Waiting {
  readonly end: AbortController;
  /** The service asked for it. */
  readonly asked: boolean;
  readonly until: number;
}

/** Ends a connection that went silent. */
class Watchdog {
  expired = false;
  private heardAt = 0;
  private cancel: () => void;

  constructor(
    private readonly clock: Clock,
    private readonly onSilence: () => void,
  ) {
    this.cancel = this.wait();
  }

  restart(): void {
    this.cancel();
    this.cancel = this.wait();
  }

  stop(): void {
    this.cancel();
  }

  silentFor(ms: number): boolean {
    return this.clock.now() - this.heardAt > ms;
  }

  expire(): void {
    this.expired = true;
    this.onSilence();
  }

  private wait(): () => void {
    this.heardAt = this.clock.now();
    return this.clock.after(SILENCE_MS, () => this.expire());
  }
}

function isStream(response: Response): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(response.headers.get('Content-Type') ?? '');
}

/** An unreadable event is skipped: it must not end the stream. */
function parse(frame: EventSourceMessage): SessionEvent | undefined {
  try {
    return SessionEventFromJSON(JSON.parse(frame.data));
  } catch {
    return undefined;
  }
}
