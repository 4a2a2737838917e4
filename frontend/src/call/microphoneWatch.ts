import type { Clock } from '@viva/client';
import type { Microphone, MicrophoneHealth } from './ports';
import { SilenceWatch } from './silence';

const POLL_EVERY_MS = 500;

export interface MicrophoneState {
  readonly muted: boolean;
  readonly health: MicrophoneHealth;
  /** It has given no sound for a while. */
  readonly silent: boolean;
  /** It replaced a microphone that was lost in this call. */
  readonly replaced?: boolean;
}

export interface MicrophoneWatchParts {
  readonly clock: Clock;
  readonly watchDevices: ((listener: () => void) => () => void) | undefined;
  readonly onState: (state: MicrophoneState | undefined) => void;
  /** The microphone is lost, or was before and a device has been connected or removed. */
  readonly onLost: () => void;
}

/** The microphone of a call: what the browser says about it, and whether it gives any sound. */
export class MicrophoneWatch {
  private readonly silence = new SilenceWatch();
  private microphone: Microphone | undefined;
  private now: MicrophoneState | undefined;
  private stops: (() => void)[] = [];
  private stopPolling: (() => void) | undefined;

  constructor(private readonly parts: MicrophoneWatchParts) {}

  get state(): MicrophoneState | undefined {
    return this.now;
  }

  use(microphone: Microphone | undefined): void {
    this.stopPolling?.();
    this.stops.forEach((stop) => stop());
    this.stops = [];
    this.microphone = microphone;
    this.now = undefined;
    this.silence.restart();
    if (!microphone) return this.parts.onState(undefined);
    microphone.onHealth((health) => {
      if (this.microphone !== microphone) return;
      this.update({ health });
      if (health === 'lost') this.parts.onLost();
    });
    const unwatch = this.parts.watchDevices?.(() => this.now?.health === 'lost' && this.parts.onLost());
    if (unwatch) this.stops.push(unwatch);
    this.update({});
    this.poll();
  }

  mute(muted: boolean): void {
    this.microphone?.setMuted(muted);
    this.silence.restart();
    this.update({ muted, silent: false });
  }

  level(): number {
    return this.now?.muted ? 0 : (this.microphone?.level() ?? 0);
  }

  update(change: Partial<MicrophoneState>): void {
    if (!this.microphone) return;
    const before = this.now ?? { muted: false, health: 'ok', silent: false };
    this.now = { ...before, ...change };
    this.parts.onState(this.now);
  }

  private poll(): void {
    const { clock } = this.parts;
    const muted = this.now?.muted ?? true;
    const silent = this.silence.take(muted ? 0 : (this.microphone?.peak() ?? 0), clock.now(), !muted);
    if (silent !== this.now?.silent) this.update({ silent });
    this.stopPolling = clock.after(POLL_EVERY_MS, () => this.poll());
  }
}
