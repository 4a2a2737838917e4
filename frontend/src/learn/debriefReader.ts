import type { Debrief, NewReflection, Reflection } from '@viva/client';
import { systemClock, type Clock } from '@viva/client';
import { troubleOf, type Trouble } from '../api/problems';
import { Store } from '../ui/store';
import { sameAnswers } from './reflection';

/** The operations on the debrief of one session. */
export interface DebriefApi {
  debrief(): Promise<Debrief>;
  reflection(): Promise<Reflection>;
  reflect(reflection: NewReflection): Promise<Reflection>;
}

/**
 * `settling`: the last lines may still arrive; it is read again by itself. `reflect`: the student's own judgement comes
 * first. `withheld`: a teacher has to release it. `exam`: likewise, and the transcript too.
 */
export type DebriefState =
  | { readonly kind: 'reading' | 'settling' | 'reflect' | 'withheld' | 'exam' }
  | { readonly kind: 'shown'; readonly debrief: Debrief }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

export interface Read {
  readonly state: DebriefState;
  readonly reflection?: Reflection;
  /** Why it is not known whether there is one. */
  readonly reflectionTrouble?: Trouble | undefined;
}

/** How often a debrief is asked for whose encounter is not closed yet. */
const AGAIN_MS = 2_000;

/** Reads the debrief as soon as the service gives it. */
export class DebriefReader {
  readonly store = new Store<Read>({ state: { kind: 'reading' } });
  private cancel = () => {};
  private stopped = false;
  /** A late answer must not hide a newer one. */
  private attempt = 0;

  constructor(
    private readonly api: DebriefApi,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Never throws. */
  async read(): Promise<void> {
    this.cancel();
    const attempt = ++this.attempt;
    const [state, reflection] = await Promise.all([this.readDebrief(), this.readReflection()]);
    if (this.stopped || attempt !== this.attempt) return;
    this.store.set({ state, ...reflection });
    if (state.kind === 'settling') this.cancel = this.clock.after(AGAIN_MS, () => void this.read());
  }

  /** Looks again for a reflection alone: a debrief that is shown stays. Never throws. */
  async lookForReflection(): Promise<void> {
    const read = await this.readReflection();
    if (!this.stopped) this.store.set(read);
  }

  /** Answers why it was not taken; undefined when it stands. What stands is shown, and the debrief is read again. */
  async reflect(written: NewReflection): Promise<Trouble | undefined> {
    let refused: Trouble | undefined;
    try {
      this.store.set({ reflection: await this.api.reflect(written), reflectionTrouble: undefined });
    } catch (error) {
      const trouble = await troubleOf(error);
      if (trouble.code !== 'reflection_stands') return trouble;
      // Stored before, though its answer was lost, or from another tab or device.
      const { reflection, reflectionTrouble } = await this.readReflection();
      if (!reflection) return reflectionTrouble ?? trouble;
      this.store.set({ reflection, reflectionTrouble: undefined });
      if (!sameAnswers(reflection, written)) refused = trouble;
    }
    await this.read();
    return refused;
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private async readDebrief(): Promise<DebriefState> {
    try {
      return { kind: 'shown', debrief: await this.api.debrief() };
    } catch (error) {
      const trouble = await troubleOf(error);
      switch (trouble.code) {
        case 'session_not_closed':
          return { kind: 'settling' };
        case 'reflection_required':
          return { kind: 'reflect' };
        case 'debrief_not_released':
          return { kind: 'withheld' };
        case 'exam_not_released':
          return { kind: 'exam' };
        default:
          return { kind: 'trouble', trouble };
      }
    }
  }

  /** Nothing when there is none: the debrief does not depend on it. */
  private async readReflection(): Promise<Pick<Read, 'reflection' | 'reflectionTrouble'>> {
    const { reflection } = this.store.get();
    if (reflection) return { reflection };
    try {
      return { reflection: await this.api.reflection(), reflectionTrouble: undefined };
    } catch (error) {
      const trouble = await troubleOf(error);
      return { reflectionTrouble: trouble.status === 404 ? undefined : trouble };
    }
  }
}
