import { keepSoundSettings, soundSettings, type SoundSettings } from '../device/sound';
import { Store } from '../ui/store';

interface Listener {
  /** The browser forbids sound before a gesture; `allow` from a gesture plays it. */
  onBlocked(blocked: boolean): void;
  /** Whether anybody can hear the patient. */
  onAudible(audible: boolean): void;
}

/** Plays the patient, as loud and where the student wants it. */
export class PatientVoice {
  readonly settings = new Store<SoundSettings>(soundSettings());
  private readonly audio = new Audio();
  private blocked = false;

  constructor(private readonly listener: Listener) {
    this.audio.autoplay = true;
    this.apply();
  }

  play(stream: MediaStream): void {
    this.audio.srcObject = stream;
    this.allow();
  }

  allow(): void {
    this.audio.play().then(
      () => this.setBlocked(false),
      // AbortError: another stream replaced this one and plays already.
      (error: unknown) => this.setBlocked(error instanceof Error && error.name === 'NotAllowedError'),
    );
  }

  /** Ends a call's sound; a newer call's goes on. */
  stop(stream: MediaStream): void {
    if (this.audio.srcObject !== stream) return;
    this.audio.srcObject = null;
    this.setBlocked(false);
  }

  /** Changes how the patient is heard; the next encounter begins with the same. */
  change(change: Partial<SoundSettings>): void {
    this.settings.set(change);
    keepSoundSettings(this.settings.get());
    this.apply();
  }

  /** Tells again whether the patient is audible. */
  apply(): void {
    const { muted, volume, speaker } = this.settings.get();
    this.audio.muted = muted;
    this.audio.volume = volume;
    // A speaker that is no longer there leaves the system's.
    if (speaker !== undefined) this.audio.setSinkId?.(speaker).catch(() => undefined);
    this.listener.onAudible(!this.blocked && !muted && volume > 0);
  }

  private setBlocked(blocked: boolean): void {
    this.blocked = blocked;
    this.listener.onBlocked(blocked);
    this.apply();
  }
}

/** Whether this browser lets a page choose the speaker. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}
