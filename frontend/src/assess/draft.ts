import { isRetryable, type Assessment, type Clock, type NewAssessment, type Rubric } from '@viva/client';
import { backoff } from '@viva/client/toolkit';
import type { Trouble } from '../api/problems';
import type { KeyPlace } from '../faculty/signIn';
import { facultyTrouble } from '../faculty/words';
import { Store } from '../ui/store';
import { assessmentOf, entriesOf, entryOf, MAX_EVIDENCE, type Entries, type Entry } from './entries';

export interface DraftState {
  readonly entries: Entries;
  /** `changed`: it is saved in a moment. `failed`: it is tried again by itself where that may help. */
  readonly saving: 'new' | 'saved' | 'changed' | 'saving' | 'failed';
  readonly trouble?: Trouble | undefined;
  /** This tab held changes that the service did not have. */
  readonly recovered?: boolean;
}

export interface DraftParts {
  readonly assess: (assessment: NewAssessment) => Promise<Assessment>;
  readonly place: KeyPlace;
  readonly clock: Clock;
  readonly random?: () => number;
}

export interface DraftSubject {
  readonly sessionId: string;
  readonly rubric: Rubric;
  readonly version: number;
  /** What the service has: the draft of this version, or the signed version before it. */
  readonly stored?: Assessment | undefined;
}

interface Kept {
  readonly version: number;
  readonly unsaved: boolean;
  readonly entries: Entries;
}

/** How long nothing is changed before it is saved. */
const SETTLED_MS = 1_200;

/** One rater's assessment until it is signed: saved as it is made, with a copy in this tab. */
export class AssessmentDraft {
  readonly store: Store<DraftState>;
  private readonly key: string;
  private cancel = () => {};
  private failures = 0;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly subject: DraftSubject,
    private readonly parts: DraftParts,
  ) {
    const { sessionId, rubric, version, stored } = subject;
    this.key = `viva-assess-${sessionId}-${rubric.rubricId}`;
    const kept = this.read();
    const mine = kept?.version === version ? kept : undefined;
    const begun = stored?.version === version;
    this.store = new Store<DraftState>(
      mine?.unsaved
        ? { entries: mine.entries, saving: 'changed', recovered: true }
        : {
            entries: entriesOf(stored?.scores, stored?.state === 'signed', mine?.entries),
            saving: begun ? 'saved' : 'new',
          },
    );
    if (mine?.unsaved) this.later(SETTLED_MS);
  }

  /** Whether leaving the page now would lose something that the service does not have. */
  get unsaved(): boolean {
    const { saving } = this.store.get();
    return saving === 'changed' || saving === 'saving' || saving === 'failed';
  }

  change(criterionId: string, change: Partial<Entry>): void {
    const { entries } = this.store.get();
    this.put({ ...entries, [criterionId]: { ...entryOf(entries, criterionId), ...change } });
  }

  /** Attaches a line to a criterion, or takes it away. */
  toggle(criterionId: string, itemId: string): void {
    const { evidence } = entryOf(this.store.get().entries, criterionId);
    if (evidence.includes(itemId))
      return this.change(criterionId, { evidence: evidence.filter((one) => one !== itemId) });
    if (evidence.length < MAX_EVIDENCE) this.change(criterionId, { evidence: [...evidence, itemId] });
  }

  /** Saves at once what is not saved. Never throws. */
  async save(): Promise<void> {
    this.cancel();
    await this.running;
    if (!this.unsaved) return;
    this.running = this.send();
    await this.running;
  }

  /** Answers why it could not be signed; undefined when it stands. */
  async sign(): Promise<Trouble | undefined> {
    this.cancel();
    await this.running;
    try {
      const { rubric, version } = this.subject;
      await this.parts.assess(assessmentOf(rubric, version, 'signed', this.store.get().entries));
    } catch (error) {
      if (this.unsaved) this.later(SETTLED_MS);
      return facultyTrouble(error);
    }
    this.store.set({ saving: 'saved', trouble: undefined });
    this.forget();
    return undefined;
  }

  /** Goes on in the background with what is not saved, once. */
  stop(): void {
    void this.save();
    this.stopped = true;
  }

  private put(entries: Entries): void {
    this.failures = 0;
    this.store.set({ entries, saving: 'changed', trouble: undefined });
    this.keep(true);
    this.later(SETTLED_MS);
  }

  private async send(): Promise<void> {
    const { entries } = this.store.get();
    const { rubric, version } = this.subject;
    this.store.set({ saving: 'saving' });
    try {
      await this.parts.assess(assessmentOf(rubric, version, 'draft', entries));
      this.failures = 0;
      // What was changed meanwhile is saved by its own turn.
      if (this.store.get().entries !== entries) return this.store.set({ saving: 'changed' });
      this.store.set({ saving: 'saved', trouble: undefined, recovered: false });
      this.keep(false);
    } catch (error) {
      const trouble = await facultyTrouble(error);
      this.store.set({ saving: 'failed', trouble });
      this.failures += 1;
      if (isRetryable(trouble))
        this.later(backoff(this.failures, this.parts.random ?? Math.random, trouble.retryAfterS));
    }
  }

  private later(ms: number): void {
    this.cancel();
    if (!this.stopped) this.cancel = this.parts.clock.after(ms, () => void this.save());
  }

  private read(): Kept | undefined {
    try {
      const kept: unknown = JSON.parse(this.parts.place.getItem(this.key) ?? 'null');
      return isKept(kept) ? kept : undefined;
    } catch {
      return undefined; // Storage is forbidden, or somebody else wrote there.
    }
  }

  private keep(unsaved: boolean): void {
    const kept: Kept = { version: this.subject.version, unsaved, entries: this.store.get().entries };
    try {
      // Who signed out meanwhile has taken the copy away: nobody puts it back.
      if (this.stopped && this.parts.place.getItem(this.key) === null) return;
      this.parts.place.setItem(this.key, JSON.stringify(kept));
    } catch {
      return; // Storage is full or forbidden: the service has it in a moment.
    }
  }

  private forget(): void {
    try {
      this.parts.place.removeItem(this.key);
    } catch {
      return; // Nothing was kept.
    }
  }
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== 'object' || kept === null) return false;
  const { version, unsaved, entries } = kept as Partial<Kept>;
  return (
    typeof version === 'number' &&
    typeof unsaved === 'boolean' &&
    typeof entries === 'object' &&
    entries !== null &&
    Object.values(entries).every(
      (one) => Array.isArray((one as Entry | null)?.evidence) && typeof one.comment === 'string',
    )
  );
}
