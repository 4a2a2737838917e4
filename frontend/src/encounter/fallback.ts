import { ResponseError, type Clock, type Session, type StreamState, type Transcript } from '@viva/client';
import { within } from '@viva/client/toolkit';

/** With none of the service's words for this long, the connection is told to be down. */
const ANSWER_WITHIN_MS = 1_500;
const EVERY_MS = 5_000;

interface FallbackParts {
  readonly clock: Clock;
  session(): Promise<Session>;
  transcript?: (() => Promise<Transcript>) | undefined;
  onSession(session: Session): void;
  onTranscript(transcript: Transcript): void;
  /** Whether the service answers plain requests; told only while the event stream does not tell it. */
  onReachable(reachable: boolean): void;
  /** Whether something is awaited that only the service can tell. */
  awaiting(): boolean;
}

/**
 * Reads by plain requests what the event stream would tell, while it does not: at once when it breaks, so that a
 * service that is gone is known within two seconds, and every five seconds while it stays away, so that a filter that
 * swallows event streams hides neither the end nor a line. A stream that only looks alive is not waited for either.
 */
export class Fallback {
  private live = false;
  private reading = false;
  private stopped = false;
  private cancel: () => void;

  constructor(private readonly parts: FallbackParts) {
    this.cancel = this.later();
  }

  streamIs(state: StreamState): void {
    const before = this.live;
    this.live = state.kind === 'live';
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
    if (this.reading) return;
    this.reading = true;
    const { clock, session, transcript, onSession, onTranscript } = this.parts;
    try {
      const asked = session();
      await within(clock, ANSWER_WITHIN_MS, asked).then(
        () => this.tell(true),
        (error: unknown) => this.tell(error instanceof ResponseError && error.response.status < 500),
      );
      const read = await asked;
      this.tell(true);
      const lines = await transcript?.();
      if (this.stopped) return;
      if (lines) onTranscript(lines);
      onSession(read);
    } catch {
      // Asked again in a moment.
    } finally {
      this.reading = false;
    }
  }

  private tell(reachable: boolean): void {
    if (!this.stopped && !this.live) this.parts.onReachable(reachable);
  }
}
