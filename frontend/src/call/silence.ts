const QUIET = 0.01;
const AFTER_MS = 10_000;

/**
 * Detects a microphone that gives no sound. No real room is digitally silent: ten seconds below this level mean a wrong
 * device or a muted headset, not a student who listens.
 */
export class SilenceWatch {
  private since: number | undefined;
  private heardOnce = false;

  /** Takes a level of 0..1; answers whether to show that the microphone is silent. */
  take(level: number, now: number, listening: boolean): boolean {
    if (level >= QUIET) this.heardOnce = true;
    // Once there was sound, the microphone works: silence while the patient talks is no fault.
    if (!listening || this.heardOnce) {
      this.since = undefined;
      return false;
    }
    this.since ??= now;
    return now - this.since >= AFTER_MS;
  }

  /** Another microphone, or the same after it was muted. */
  restart(): void {
    this.heardOnce = false;
    this.since = undefined;
  }
}
