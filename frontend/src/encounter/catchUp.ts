import type { Clock, SessionEvent, StreamState } from '@viva/client';

/** What is added together with the change of the region may still be announced, so the change comes later. */
const SETTLED_MS = 250;
/** Where it is not known how much is stored: it has come when nothing more came for this long. */
const QUIET_MS = 1_000;
/** Where it is known, but does not come: nothing may stay unannounced for good. */
const LATE_MS = 10_000;

/** Tells when an event stream has brought what was stored before: only what comes then is news. */
export class CatchUp {
  private done = false;
  private live = false;
  /** All that was stored is there. */
  private settling = false;
  private seen = 0;
  private cancel = () => {};

  /** @param stored the last sequence number that was used before the stream began, if it is known */
  constructor(
    private readonly clock: Clock,
    private readonly onChange: (caughtUp: boolean) => void,
    private stored?: number,
  ) {}

  streamIs({ kind }: StreamState): void {
    this.live = kind === 'live' || kind === 'finished';
    this.wait();
  }

  take({ type, seq }: SessionEvent): void {
    if (type === 'gap') return this.restart();
    // Words that are being spoken are never stored, so what was stored is there.
    if (type === 'partial') this.stored = this.seen;
    if (seq !== undefined) this.seen = Math.max(this.seen, seq);
    this.wait();
  }

  /** What is stored was read in another way. */
  complete(): void {
    this.stored = this.seen;
    this.live = true;
    this.wait();
  }

  stop(): void {
    this.cancel();
    this.done = true;
  }

  /** The log is another one, and is read from its start. */
  private restart(): void {
    this.seen = 0;
    this.stored = undefined;
    this.done = false;
    this.settling = false;
    this.onChange(false);
    this.wait();
  }

  private wait(): void {
    // What comes while it settles is news already: it puts nothing off.
    if (this.done || this.settling) return;
    this.cancel();
    if (!this.live) return;
    const { stored, seen } = this;
    this.settling = stored !== undefined && seen >= stored;
    const pause = this.settling ? SETTLED_MS : stored === undefined ? QUIET_MS : LATE_MS;
    this.cancel = this.clock.after(pause, () => {
      this.done = true;
      this.onChange(true);
    });
  }
}
