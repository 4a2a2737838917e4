/** Plays the patient. Browsers may forbid sound before a gesture: then `onBlocked(true)`, and `allow` from a gesture. */
export class PatientVoice {
  private readonly audio = new Audio();

  constructor(private readonly onBlocked: (blocked: boolean) => void) {
    this.audio.autoplay = true;
  }

  play(stream: MediaStream): void {
    this.audio.srcObject = stream;
    this.allow();
  }

  allow(): void {
    this.audio.play().then(
      () => this.onBlocked(false),
      // AbortError: another stream replaced this one and plays already.
      (error: unknown) => this.onBlocked(error instanceof Error && error.name === 'NotAllowedError'),
    );
  }

  stop(): void {
    this.audio.srcObject = null;
    this.onBlocked(false);
  }
}
