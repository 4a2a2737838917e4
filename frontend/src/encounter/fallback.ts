import { ResponseError, type Clock, type Session, type StreamState, type Transcript } from '@viva/client';
import { retryAfter, within } from '@viva/client/toolkit';
import { AskedPause } from '../faculty/askedPause';

/** Without an answer for this long, the service counts as unreachable. */
const ANSWER_WITHIN_MS = 1_500;
const EVERY_MS = 5_000;

interface FallbackParts {
  readonly clock: Clock;
  session(): Promise<Session>;
  /** All stored lines; undefined when they are not needed. */
  transcript?: ((session: Session) => Promise<Transcript | undefined>) | undefined;
  /** @param complete whether the lines that it stands for were read as well, or are not needed */
  onSession(session: Session, complete: boolean): void;
  onTranscript(transcript: Transcript): void;
  /** Whether the service answers plain requests; reported only while the event stream is not live. */
  onReachable(reachable: boolean): void;
  /** Whether the page expects an event from the service. */
  awaiting(): boolean;
}

/**
 * Reads the session with plain requests while the event stream does not work: at once when it breaks, so that an
 * unreachable service shows within two seconds, and then every five seconds, so that a proxy that blocks event streams
 * hides no line and no end. While an event is overdue it also reads beside a stream that seems alive.
 */
export class Fallback {
  private live = false;
  private reading = false;
  private refused = false;
  private stopped = false;
  private readonly asked: AskedPause;
  private cancel: () => void;

  constructor(private readonly parts: FallbackParts) {
    this.asked = new AskedPause(parts.clock);
    this.cancel = this.later();
  }

  streamIs(state: StreamState): void {
    const before = this.live;
    this.live = state.kind === 'live';
    this.refused = state.kind === 'refused';
    if (this.live) this.parts.onReachable(true);
    if (state.kind === 'finished') return this.stop();
    if (before && !this.live) void this.read();
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private later(): () => void {
    return this.parts.clock.after(EVERY_MS, () => {
      this.cancel = this.later();
      if (!this.live || this.parts.awaiting()) void this.read();
    });
  }

  private async read(): Promise<void> {
    if (this.reading || this.asked.left > 0) return;
    this.reading = true;
    const { clock, session, transcript, onSession, onTranscript } = this.parts;
    try {
      const asked = session();
      await within(clock, ANSWER_WITHIN_MS, asked).then(
        () => this.report(true),
        (error: unknown) => this.report(error instanceof ResponseError && error.response.status < 500),
      );
      const read = await asked;
      this.report(true);
      // The lines may be refused where the session is not: those of an exam are, once it has ended.
      const lines = await transcript?.(read).catch(() => 'unread' as const);
      if (this.stopped) return;
      if (lines && lines !== 'unread') onTranscript(lines);
      onSession(read, lines !== 'unread');
      // Of an exam, neither events nor lines are shown before its release, so nothing more comes.
      if (this.refused && read.state === 'closed') this.stop();
    } catch (error) {
      this.keepAway(error); // The next round asks again.
    } finally {
      this.reading = false;
    }
  }

  /** For as long as the service asks for. Waits for no body, which may never come. */
  private keepAway(error: unknown): void {
    if (!(error instanceof ResponseError)) return;
    const seconds = retryAfter(error.response.headers.get('Retry-After'), this.parts.clock.now());
    if (seconds) this.asked.take(seconds * 1000);
  }

  private report(reachable: boolean): void {
    if (!this.stopped && !this.live) this.parts.onReachable(reachable);
  }
}
