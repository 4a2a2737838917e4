import type { Clock } from '@viva/client';
import type { Trouble } from '../api/problems';
import { onceAllowed } from '../call/permission';
import type { Microphone, MicrophoneHealth } from '../call/ports';
import { callTrouble, callTroubleOf } from '../call/troubles';
import { Store } from '../ui/store';

/** As loud as speech near a microphone. */
const HEARD = 0.12;
const LOOK_EVERY_MS = 250;
/** The page says that it hears nothing after this many measurements in silence. */
const SILENT_AFTER = 20;

export type Check =
  | { readonly kind: 'idle' | 'asking' }
  | {
      readonly kind: 'on';
      readonly microphone: Microphone;
      readonly sound: 'awaited' | 'heard' | 'missing';
    }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

interface SoundCheckParts {
  readonly open: (deviceId?: string) => Promise<Microphone>;
  /** The microphone that was chosen opens; undefined: the system's. */
  readonly remember: (microphone: string | undefined) => void;
  readonly clock: Clock;
}

/** Listens to a microphone before the encounter, to see whether it works. */
export class SoundCheck {
  readonly store = new Store<{ readonly check: Check }>({ check: { kind: 'idle' } });
  /** Counts the tries: an answer to an earlier one changes nothing. */
  private visit = 0;
  private cancelLook = () => {};

  constructor(private readonly parts: SoundCheckParts) {}

  /** @param deviceId the microphone that was chosen now, if one was */
  async begin(deviceId?: string): Promise<void> {
    const { open, remember, clock } = this.parts;
    this.stop();
    const mine = this.visit;
    this.become({ kind: 'asking' });
    try {
      const microphone = await onceAllowed(clock, open(deviceId));
      if (mine !== this.visit) return microphone.stop();
      if (deviceId !== undefined) remember(deviceId || undefined);
      this.become({ kind: 'on', microphone, sound: 'awaited' });
      this.lookLater(microphone, 1);
      microphone.onHealth((health) => mine === this.visit && this.healthIs(health));
    } catch (error) {
      const trouble = await callTroubleOf(error);
      if (mine === this.visit) this.become({ kind: 'failed', trouble });
    }
  }

  /** Ends it, or the wait for the browser's question. */
  stop(): void {
    this.visit += 1;
    this.cancelLook();
    const { check } = this.store.get();
    if (check.kind === 'on') check.microphone.stop();
    this.become({ kind: 'idle' });
  }

  private lookLater(microphone: Microphone, looks: number): void {
    this.cancelLook = this.parts.clock.after(LOOK_EVERY_MS, () => {
      if (microphone.peak() >= HEARD) return this.become({ kind: 'on', microphone, sound: 'heard' });
      if (looks === SILENT_AFTER) this.become({ kind: 'on', microphone, sound: 'missing' });
      this.lookLater(microphone, looks + 1);
    });
  }

  private healthIs(health: MicrophoneHealth): void {
    if (health === 'ok') return;
    this.stop();
    const words =
      health === 'lost'
        ? 'The microphone was unplugged. Connect one, then check again.'
        : 'The microphone is muted by the system or its own switch. Turn it on there, then check again.';
    this.become({ kind: 'failed', trouble: callTrouble('microphone_missing', { words }) });
  }

  private become(check: Check): void {
    this.store.set({ check });
  }
}
