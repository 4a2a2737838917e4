import type { Devices } from '../device/devices';
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
    this.audio.onpause = () => this.paused();
    // The system goes on by itself as well, or its own control does.
    this.audio.onplaying = () => {
      if (this.blocked) this.setBlocked(false);
    };
    this.apply();
  }

  play(stream: MediaStream): void {
    this.audio.srcObject = stream;
    this.allow();
  }

  allow(): void {
    this.audio.play().then(
      () => this.setBlocked(false),
      // AbortError: another stream replaced this one, or it was paused; both are played anew.
      (error: unknown) => {
        if (error instanceof Error && error.name === 'NotAllowedError') this.setBlocked(true);
      },
    );
  }

  /** A phone call or headphones that were taken off pause it; the page never does. */
  private paused(): void {
    // A stream that is over pauses as well.
    if (!(this.audio.srcObject as MediaStream | null)?.active) return;
    this.setBlocked(true);
    this.allow();
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
    // Where a page cannot set the volume, it can still mute.
    this.audio.muted = muted || volume === 0;
    this.audio.volume = volume;
    this.playOn(speaker);
    this.listener.onAudible(!this.blocked && !muted && volume > 0);
  }

  /** A speaker that was taken away leaves the system's, and is used again once it is back. */
  devicesChanged({ speakers }: Pick<Devices, 'speakers'>): void {
    const { speaker } = this.settings.get();
    // While the browser tells no names, it tells of no speaker.
    const gone = speakers.length > 0 && !speakers.some(({ id }) => id === speaker);
    this.playOn(gone ? undefined : speaker);
  }

  /** @param speaker without one, or with one that is not there, it is the system's */
  private playOn(speaker = ''): void {
    this.audio.setSinkId?.(speaker).catch(() => undefined);
  }

  private setBlocked(blocked: boolean): void {
    this.blocked = blocked;
    this.listener.onBlocked(blocked);
    this.apply();
  }
}

/** Whether this browser lets a page set the volume: on an iPhone only its own buttons do. */
export function canSetVolume(): boolean {
  const probe = new Audio();
  probe.volume = 0.5;
  return probe.volume === 0.5;
}

/** Whether this browser lets a page choose the speaker. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}
