import type { Assessment, CriterionScore, Rubric } from '@viva/client';
import type { KeyPlace } from '../faculty/signIn';
import { sameScores, scoresOf, type Entries, type Entry } from './entries';

export interface Kept {
  readonly version: number;
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

  constructor(
    private readonly place: KeyPlace,
    sessionId: string,
    rubricId: string,
  ) {
    this.key = `viva-assess-${sessionId}-${rubricId}`;
  }

  read(): Kept | undefined {
    try {
      const kept: unknown = JSON.parse(this.place.getItem(this.key) ?? 'null');
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
      ? { version, unsaved: true, entries: kept.entries }
      : undefined;
  }

  /** What this tab has beside the version that is signed, and is not stored; what says the same is forgotten. */
  readBeside(rubric: Rubric, { scores = [] }: Pick<Assessment, 'scores'>): Kept | undefined {
    const kept = this.read();
    if (!kept?.unsaved) return undefined;
    if (!sameScores(rubric, scoresOf(rubric, kept.entries), scores)) return kept;
    this.forget();
    return undefined;
  }

  /** @param left whether nobody looks at the draft any more */
  keep(kept: Kept, left: boolean): void {
    try {
      // Who signed out meanwhile has taken the copy away: nobody puts it back.
      if (left && this.place.getItem(this.key) === null) return;
      this.place.setItem(this.key, JSON.stringify(kept));
    } catch {
      return; // Storage is full or forbidden: the service has it in a moment.
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
  const { version, unsaved, entries, sent = [] } = kept as Partial<Kept>;
  return (
    typeof version === 'number' &&
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
