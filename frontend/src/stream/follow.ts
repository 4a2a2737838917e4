import { SessionEventFromJSON, type SessionEvent } from '@viva/client';
import { trouble, troubleOf, troubleOfResponse, type Trouble } from '../api/problems';
import { backoff, passes, pause, type Clock } from '../outbox';
import { FrameReader, type Frame } from './sse';

/** How the stream stands. `finished`: the session is closed and all of it was seen. `refused`: nothing more will come. */
export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'waiting'; readonly trouble: Trouble; readonly until: number }
  | { readonly kind: 'finished' }
  | { readonly kind: 'refused'; readonly trouble: Trouble };

export interface FollowOptions {
  readonly sessionId: string;
  readonly grant: string;
  readonly onEvent: (event: SessionEvent) => void;
  readonly onState: (state: StreamState) => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly fetch: typeof fetch;
}

/** The server sends a comment every 15 s; with none for this long the connection is dead without saying so. */
const SILENCE_MS = 40_000;

type Ending =
  { kind: 'finished' } | { kind: 'refused'; trouble: Trouble } | { kind: 'again'; trouble: Trouble };

/**
 * Follows the events of a session until it is closed: each stored event once and in order, across lost connections.
 * EventSource cannot send the grant in a header, so this reads the stream from fetch.
 */
export function follow(options: FollowOptions): Follower {
  const stopped = new AbortController();
  const following = new Following(options, stopped.signal);
  void following.run();
  return { stop: () => stopped.abort(), hurry: () => following.hurry() };
}

export interface Follower {
  stop(): void;
  /** The network came back: a try that is waiting starts now, unless the server asked for the wait. */
  hurry(): void;
}

class Following {
  private lastId = '';
  private retryMs: number | undefined;
  private failures = 0;
  private waiting: AbortController | undefined;

  constructor(
    private readonly options: FollowOptions,
    private readonly stopped: AbortSignal,
  ) {}

  async run(): Promise<void> {
    const { clock, onState, random } = this.options;
    while (!this.stopped.aborted) {
      onState({ kind: 'connecting' });
      const ending = await this.once();
      if (this.stopped.aborted) return;
      if (ending.kind !== 'again') return onState(ending);
      this.failures += 1;
      const wait = Math.max(backoff(this.failures, random, ending.trouble.retryAfterS), this.retryMs ?? 0);
      onState({ kind: 'waiting', trouble: ending.trouble, until: clock.now() + wait });
      await this.wait(wait, ending.trouble);
    }
  }

  hurry(): void {
    this.waiting?.abort();
  }

  private async wait(ms: number, why: Trouble): Promise<void> {
    const waiting = new AbortController();
    if (!why.retryAfterS) this.waiting = waiting;
    await pause(this.options.clock, ms, AbortSignal.any([this.stopped, waiting.signal]));
    this.waiting = undefined;
  }

  private async once(): Promise<Ending> {
    const attempt = new AbortController();
    const give = () => attempt.abort();
    this.stopped.addEventListener('abort', give, { once: true });
    const watchdog = new Watchdog(this.options.clock, give);
    try {
      const response = await this.options.fetch(
        `/api/v1/sessions/${encodeURIComponent(this.options.sessionId)}/events`,
        { headers: this.headers(), signal: attempt.signal, cache: 'no-store' },
      );
      if (response.status === 204) return { kind: 'finished' };
      if (!response.ok || !response.body) return this.refusal(await troubleOfResponse(response));
      return await this.read(response.body, watchdog);
    } catch (error) {
      return { kind: 'again', trouble: watchdog.barked ? trouble('timeout') : await troubleOf(error) };
    } finally {
      watchdog.rest();
      this.stopped.removeEventListener('abort', give);
      attempt.abort();
    }
  }

  private async read(body: ReadableStream<Uint8Array>, watchdog: Watchdog): Promise<Ending> {
    const frames = new FrameReader();
    const reader = body.getReader();
    this.options.onState({ kind: 'live' });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { kind: 'again', trouble: trouble('network') };
      watchdog.pat();
      for (const frame of frames.read(value)) {
        if (this.stopped.aborted) return { kind: 'finished' };
        const last = this.take(frame);
        if (last) return last;
      }
      this.retryMs = frames.retryMs ?? this.retryMs;
      this.failures = 0;
    }
  }

  /** Hands an event on; answers how this connection ends when it ends with it. */
  private take(frame: Frame): Ending | undefined {
    const event = parse(frame);
    if (event) this.options.onEvent(event);
    if (frame.id !== undefined) this.lastId = frame.id;
    if (event?.type === 'closed') return { kind: 'finished' };
    if (event?.type !== 'gap') return undefined;
    // The log is not the one that was read before, so what was read does not hold: from the start.
    this.lastId = '';
    return { kind: 'again', trouble: trouble('network') };
  }

  private headers(): Record<string, string> {
    return {
      Accept: 'text/event-stream',
      Authorization: `Bearer ${this.options.grant}`,
      ...(this.lastId && { 'Last-Event-ID': this.lastId }),
    };
  }

  private refusal(told: Trouble): Ending {
    return { kind: passes(told) ? 'again' : 'refused', trouble: told };
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

/** An event that cannot be read is passed over: it must not end the stream for those that can. */
function parse(frame: Frame): SessionEvent | undefined {
  try {
    return SessionEventFromJSON(JSON.parse(frame.data));
  } catch {
    return undefined;
  }
}
