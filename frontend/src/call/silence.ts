const QUIET = 0.01;
const AFTER_MS = 10_000;

/**
 * Tells when the microphone gives nothing although it should. A room is never digitally still: ten seconds below this
 * level mean a wrong device or a switch on the headset, not a student who listens.
 */
export class SilenceWatch {
  private since: number | undefined;
  private heardOnce = false;

  /** Takes a level of 0..1; answers whether "we hear nothing" should be shown. */
  take(level: number, now: number, listening: boolean): boolean {
    if (level >= QUIET) this.heardOnce = true;
    // Once it was heard the microphone works: being quiet while the patient talks is no fault.
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
