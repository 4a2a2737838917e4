import { isRetryable, type Assessment, type Clock, type NewAssessment, type Rubric } from '@viva/client';
import { backoff } from '@viva/client/toolkit';
import type { Trouble } from '../api/problems';
import type { KeyPlace } from '../faculty/signIn';
import { facultyTrouble } from '../faculty/words';
import { Store } from '../ui/store';
import {
  assessmentOf,
  entriesOf,
  entryOf,
  fitting,
  MAX_EVIDENCE,
  sameScores,
  scoresOf,
  type Entries,
  type Entry,
} from './entries';
import { KeptDraft } from './keptDraft';
import { Unanswered } from './unanswered';

export interface DraftState {
  readonly entries: Entries;
  /** `changed`: it is saved in a moment. `failed`: it is tried again by itself where that may help. */
  readonly saving: 'new' | 'saved' | 'changed' | 'saving' | 'failed';
  /** Why it could not be saved, until it is: a note that comes and goes would move the fields under a press. */
  readonly trouble?: Trouble | undefined;
  /** This tab held changes that the service did not have. */
  readonly recovered?: boolean;
  /** It was begun by another version of the rubric: of that only comments and lines are here. */
  readonly rubricChanged?: boolean;
  /** What stands at the service since it was changed elsewhere. Nothing is saved until one of the two is chosen. */
  readonly other?: Assessment | undefined;
  /** This version was signed elsewhere: nothing of it is saved any more, and this tab keeps what was changed here. */
  readonly signed?: boolean;
}

export interface DraftParts {
  /** @param etag of what was changed; undefined to begin a version */
  readonly assess: (assessment: NewAssessment, etag: string | undefined) => Promise<Assessment>;
  readonly assessments: () => Promise<Assessment[]>;
  /** Called with what stands signed, as soon as the service says so: it was signed here or elsewhere. */
  readonly onSigned: (signed: Assessment) => void;
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

/** How long nothing is changed before it is saved. */
const SETTLED_MS = 1_200;

/** The service's codes for a draft that was changed, or signed, elsewhere. */
const ELSEWHERE: ReadonlySet<string> = new Set(['assessment_changed', 'assessment_signed']);

/** Where the rubric has changed since, the service refuses the body before it says that the version is signed. */
const REFUSED = 'invalid_body';

/** One rater's assessment until it is signed: saved as it is made, with a copy in this tab. */
export class AssessmentDraft {
  readonly store: Store<DraftState>;
  private readonly tab: KeptDraft;
  private cancel = () => {};
  private failures = 0;
  /** What is sent, one thing after the other: two at once would send one etag twice. It never fails. */
  private turns: Promise<unknown> = Promise.resolve();
  private stopped = false;
  /** Of what the service has of this version; undefined while it has nothing. */
  private etag: string | undefined;
  private savedAt: number | undefined;
  private readonly unanswered: Unanswered;

  constructor(
    private readonly subject: DraftSubject,
    private readonly parts: DraftParts,
  ) {
    const { sessionId, rubric, version, stored } = subject;
    this.tab = new KeptDraft(parts.place, sessionId, rubric.rubricId);
    const mine = this.tab.readFor(version);
    const begun = stored?.version === version;
    // What the page has read may be older than what this tab has saved since.
    const newer =
      mine?.savedAt !== undefined && mine.savedAt > (begun ? (stored.updatedAt?.getTime() ?? 0) : 0);
    // Changes that were kept over a reload are changes of what stood then.
    const own = mine?.unsaved || newer ? mine : undefined;
    const before = own ?? stored;
    const theirs = stored ? entriesOf(rubric, stored, mine && fitting(rubric, mine)) : {};
    this.etag = own ? own.etag : begun ? stored.etag : undefined;
    this.savedAt = mine?.savedAt;
    this.unanswered = new Unanswered(rubric, own?.sent);
    this.store = new Store<DraftState>({
      entries: own ? fitting(rubric, own) : theirs,
      ...(own?.unsaved ? { saving: 'changed', recovered: true } : { saving: own || begun ? 'saved' : 'new' }),
      rubricChanged: !!before && before.rubricVersion !== rubric.version,
    });
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
  save(): Promise<void> {
    return this.inTurn(async () => {
      if (this.unsaved && !this.stuck) await this.send();
    });
  }

  /** Answers why it could not be signed; undefined when it stands. */
  sign(): Promise<Trouble | undefined> {
    return this.inTurn(() => this.signNow());
  }

  /** Of what stands here and what was saved elsewhere, keeps what stands here, and saves it. */
  async keepMine(): Promise<void> {
    this.etag = this.store.get().other?.etag;
    this.unanswered.clear();
    this.store.set({ other: undefined, saving: 'changed', trouble: undefined });
    await this.save();
  }

  /** Takes what was saved elsewhere in place of what stands here. */
  takeOther(): void {
    const { other, entries } = this.store.get();
    const { rubric } = this.subject;
    if (!other) return;
    this.stands(other);
    this.store.set({
      entries: entriesOf(rubric, other, entries),
      rubricChanged: other.rubricVersion !== rubric.version,
      saving: 'saved',
      trouble: undefined,
      recovered: false,
      other: undefined,
    });
    this.keep(false);
  }

  /** Retries an unsaved draft in the background until it is saved, or opened again, which saves it from then on. */
  stop(): void {
    void this.save();
    this.stopped = true;
  }

  /** @param act never fails */
  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.turns.then(() => {
      this.cancel();
      return act();
    });
    this.turns = turn;
    return turn;
  }

  private async signNow(): Promise<Trouble | undefined> {
    const { rubric, version } = this.subject;
    const assessment = assessmentOf(rubric, version, 'signed', this.store.get().entries);
    let signed: Assessment;
    try {
      signed = await this.parts.assess(assessment, this.etag);
    } catch (error) {
      const trouble = await facultyTrouble(error);
      const standing = await this.findStanding(trouble);
      if (standing === 'mine') return this.signNow();
      if (standing === 'signed' && !this.unsaved) return undefined;
      if (standing === 'signed' || ELSEWHERE.has(trouble.code))
        return typeof standing === 'object' ? standing : trouble;
      if (this.unsaved) this.later(SETTLED_MS);
      return trouble;
    }
    this.store.set({ saving: 'saved', trouble: undefined });
    this.tab.forget();
    this.parts.onSigned(signed);
    return undefined;
  }

  private put(entries: Entries): void {
    this.failures = 0;
    this.store.set({ entries, saving: this.stuck ? 'failed' : 'changed' });
    this.keep(true);
    if (!this.stuck) this.later(SETTLED_MS);
  }

  /** Whether nothing can be saved before the rater has chosen. */
  private get stuck(): boolean {
    const { other, signed } = this.store.get();
    return !!other || !!signed;
  }

  private async send(): Promise<void> {
    const { entries } = this.store.get();
    const { rubric, version } = this.subject;
    this.store.set({ saving: 'saving' });
    const draft = assessmentOf(rubric, version, 'draft', entries);
    this.unanswered.add(draft.scores);
    this.keep(true);
    try {
      this.stands(await this.parts.assess(draft, this.etag));
      this.failures = 0;
      // What was changed meanwhile is saved by its own turn.
      const whole = this.store.get().entries === entries;
      this.store.set(
        whole ? { saving: 'saved', trouble: undefined, recovered: false } : { saving: 'changed' },
      );
      this.keep(!whole);
    } catch (error) {
      const trouble = await facultyTrouble(error);
      if (!isRetryable(trouble)) this.unanswered.remove(draft.scores);
      const standing = await this.findStanding(trouble);
      if (standing === 'mine') return this.send();
      if (!this.stuck) this.fail(typeof standing === 'object' ? standing : trouble);
    }
  }

  private fail(trouble: Trouble): void {
    this.store.set({ saving: 'failed', trouble });
    this.failures += 1;
    if (isRetryable(trouble))
      this.later(backoff(this.failures, this.parts.random ?? Math.random, trouble.retryAfterS));
  }

  /** What the service has of this version, as it has just said. */
  private stands({ etag, updatedAt }: Assessment): void {
    this.etag = etag;
    this.savedAt = updatedAt?.getTime();
    this.unanswered.clear();
  }

  /**
   * What stands in place of the draft that was changed here: `mine`, whose answer was lost; `theirs`, and then the rater
   * chooses; or it is `signed`. Undefined when there is none of these; a trouble when it cannot be read.
   *
   * @param trouble why it was not taken
   */
  private async findStanding({ code }: Trouble): Promise<'mine' | 'theirs' | 'signed' | Trouble | undefined> {
    if (code !== REFUSED && !ELSEWHERE.has(code)) return undefined;
    const { rubric, version } = this.subject;
    try {
      const own = (await this.parts.assessments()).filter(
        (one) => one.own && one.rubricId === rubric.rubricId,
      );
      const signed = own.find((one) => one.state === 'signed' && one.version >= version);
      if (signed) {
        this.leave(signed);
        return 'signed';
      }
      const other = own.find((one) => one.version === version);
      if (!other || code === REFUSED) return undefined;
      if (this.unanswered.has(other.scores ?? [])) {
        this.stands(other);
        return 'mine';
      }
      this.store.set({ other, saving: 'failed', trouble: undefined });
      return 'theirs';
    } catch (error) {
      return code === REFUSED ? undefined : facultyTrouble(error);
    }
  }

  /** The version was signed elsewhere. Where it says something else than what stands here, the tab keeps that. */
  private leave(signed: Assessment): void {
    const { rubric } = this.subject;
    const same =
      signed.rubricVersion === rubric.version &&
      sameScores(rubric, scoresOf(rubric, this.store.get().entries), signed.scores ?? []);
    this.store.set({ saving: same ? 'saved' : 'failed', trouble: undefined, signed: true });
    if (same) this.tab.forget();
    else this.keep(true);
    this.parts.onSigned(signed);
  }

  private later(ms: number): void {
    this.cancel();
    this.cancel = this.parts.clock.after(ms, () => {
      if (!this.stopped || this.tab.isLast()) void this.save();
    });
  }

  private keep(unsaved: boolean): void {
    const { entries } = this.store.get();
    const { etag, savedAt } = this;
    const sent = this.unanswered.all;
    const { version, rubric } = this.subject;
    const kept = { version, rubricVersion: rubric.version, unsaved, entries, etag, savedAt, sent };
    this.tab.keep(kept, this.stopped);
  }
}
