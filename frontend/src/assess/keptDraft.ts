import type { Assessment, CriterionScore, Rubric } from '@viva/client';
import type { KeyPlace } from '../faculty/signIn';
import { sameScores, scoresOf, type Entries, type Entry } from './entries';

export interface Kept {
  readonly version: number;
  /** Of the rubric by which they were chosen; earlier copies do not say it. */
  readonly rubricVersion?: string | undefined;
  readonly unsaved: boolean;
  readonly entries: Entries;
  /** Of what they were changed from, and when the service took that. */
  readonly etag?: string | undefined;
  readonly savedAt?: number | undefined;
  /** What was sent and not answered. */
  readonly sent?: readonly (readonly CriterionScore[])[] | undefined;
}

/** The copy of a draft in this tab. Where storage is forbidden there is none. */
export class KeptDraft {
  private readonly key: string;
  /** What this one has read or written last; undefined where storage does not take it. */
  private last: string | null | undefined;

  constructor(
    private readonly place: KeyPlace,
    sessionId: string,
    rubricId: string,
  ) {
    this.key = `viva-assess-${sessionId}-${rubricId}`;
  }

  read(): Kept | undefined {
    try {
      this.last = this.place.getItem(this.key);
      const kept: unknown = JSON.parse(this.last ?? 'null');
      return isKept(kept) ? kept : undefined;
    } catch {
      return undefined; // Storage is forbidden, or somebody else wrote there.
    }
  }

  /** What a version begins with: its own copy, or what was typed on after an earlier one was signed elsewhere. */
  readFor(version: number): Kept | undefined {
    const kept = this.read();
    if (!kept || kept.version === version) return kept;
    return kept.unsaved && kept.version < version
      ? { version, rubricVersion: kept.rubricVersion, unsaved: true, entries: kept.entries }
      : undefined;
  }

  /** What this tab has beside the version that is signed, and is not stored; what says the same is forgotten. */
  readBeside(
    rubric: Rubric,
    { rubricVersion, scores = [] }: Pick<Assessment, 'rubricVersion' | 'scores'>,
  ): Kept | undefined {
    const kept = this.read();
    if (!kept?.unsaved) return undefined;
    const sameRubric = kept.rubricVersion === rubricVersion;
    if (!sameRubric || !sameScores(rubric, scoresOf(rubric, kept.entries), scores)) return kept;
    this.forget();
    return undefined;
  }

  /** @param left whether nobody looks at the draft any more */
  keep(kept: Kept, left: boolean): void {
    if (left && !this.isLast()) return;
    const copy = JSON.stringify(kept);
    try {
      this.place.setItem(this.key, copy);
      this.last = copy;
    } catch {
      this.last = undefined; // Storage is full or forbidden: the service has it in a moment.
    }
  }

  /**
   * Whether the copy is still the one that this has read or written. Who signed out has taken it away, and nobody puts it
   * back; a draft that was opened again is saved there.
   */
  isLast(): boolean {
    try {
      return this.last === undefined || this.place.getItem(this.key) === this.last;
    } catch {
      return true; // Storage is forbidden: nobody else had it from there.
    }
  }

  forget(): void {
    try {
      this.place.removeItem(this.key);
    } catch {
      return; // Nothing was kept.
    }
  }
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== 'object' || kept === null) return false;
  const { version, rubricVersion = '', unsaved, entries, sent = [] } = kept as Partial<Kept>;
  return (
    typeof version === 'number' &&
    typeof rubricVersion === 'string' &&
    typeof unsaved === 'boolean' &&
    typeof entries === 'object' &&
    entries !== null &&
    Array.isArray(sent) &&
    sent.every(Array.isArray) &&
    Object.values(entries).every(
      (one) => Array.isArray((one as Entry | null)?.evidence) && typeof one.comment === 'string',
    )
  );
}
