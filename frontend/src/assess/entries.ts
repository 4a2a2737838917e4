import type {
  Assessment,
  CandidateVerdict,
  CriterionScore,
  NewAssessment,
  Rubric,
  RubricCriterion,
} from '@viva/client';
import { count } from '../time/words';
import { plainText } from '../ui/plainText';

/** A point of the scale, or that it could not be judged; undefined while nothing is chosen. */
export type Choice = number | 'unjudged' | undefined;

/** What a rater says of one criterion. */
export interface Entry {
  readonly choice?: Choice;
  /** The lines that show it. */
  readonly evidence: readonly string[];
  readonly comment: string;
  /** Candidates that the rater has confirmed or refused. */
  readonly verdicts?: readonly CandidateVerdict[];
  /** A model's proposal that the rater has refused; this tab alone knows, for what they choose is what counts. */
  readonly refused?: string | undefined;
}

export type Entries = Readonly<Record<string, Entry>>;

/** How many lines show a criterion at most, and how long a comment may be. */
export const MAX_EVIDENCE = 20;
export const MAX_COMMENT = 1000;

const NOTHING: Entry = { evidence: [], comment: '' };

export function entryOf(entries: Entries, criterionId: string): Entry {
  return entries[criterionId] ?? NOTHING;
}

export function lowestOf({ scale }: Pick<RubricCriterion, 'scale'>): number {
  return scale === 'binary' ? 0 : 1;
}

export function highestOf({ scale }: Pick<RubricCriterion, 'scale'>): number {
  return { binary: 1, three: 3, five: 5 }[scale];
}

/** Whether a criterion names an item of the debrief, or its kind. */
export function takes(
  { candidates = [] }: Pick<RubricCriterion, 'candidates'>,
  candidateId: string,
): boolean {
  return candidates.some((one) => candidateId === one || candidateId.startsWith(`${one}/`));
}

export const NOT_JUDGED = 'Could not be judged here';
/** Of a draft, where it says no value. */
export const NOTHING_CHOSEN = 'Nothing chosen';

/** A point of a criterion's scale in its own words. */
export function pointWords(criterion: RubricCriterion, value: number | undefined): string {
  if (value === undefined) return NOT_JUDGED;
  return criterion.anchors[value - lowestOf(criterion)] ?? `${value}`;
}

/** What is still missing before one can sign; undefined when nothing is. */
export type Lack = 'choice' | 'evidence';

export function lackOf(criterion: RubricCriterion, { choice, evidence }: Entry): Lack | undefined {
  if (choice === undefined) return 'choice';
  const shown = choice === 'unjudged' || choice === lowestOf(criterion) || evidence.length > 0;
  return criterion.evidenceRequired && !shown ? 'evidence' : undefined;
}

export function lacksOf(
  { criteria }: Rubric,
  entries: Entries,
): { criterion: RubricCriterion; lack: Lack }[] {
  return criteria.flatMap((criterion) => {
    const lack = lackOf(criterion, entryOf(entries, criterion.id));
    return lack ? [{ criterion, lack }] : [];
  });
}

/** As the service takes them; criteria of which nothing is said are left out. */
export function scoresOf({ criteria }: Rubric, entries: Entries): CriterionScore[] {
  return criteria.flatMap(({ id }) => {
    const { choice, evidence, comment, verdicts = [] } = entryOf(entries, id);
    const said = plainText(comment);
    if (choice === undefined && evidence.length === 0 && said === '' && verdicts.length === 0) return [];
    return {
      criterionId: id,
      ...(typeof choice === 'number' && { value: choice }),
      ...(evidence.length > 0 && { evidence: [...evidence] }),
      ...(said && { comment: said }),
      ...(verdicts.length > 0 && { confirmedProposal: [...verdicts] }),
    };
  });
}

/**
 * An assessment as the page has it. Of a draft, an entry without a value may be one that could not be judged or one that
 * is not chosen yet: the rater is asked again, unless this tab knows.
 *
 * @param known by the rubric as it is now
 */
export function entriesOf(
  rubric: Rubric,
  { rubricVersion, state, scores = [] }: Pick<Assessment, 'rubricVersion' | 'state' | 'scores'>,
  known: Entries = {},
): Entries {
  const refusals = Object.entries(known).flatMap(([id, { refused }]) =>
    refused === undefined ? [] : [[id, { ...NOTHING, refused }] as const],
  );
  const said = scores.map(
    ({ criterionId, value, evidence = [], comment = '', confirmedProposal: verdicts }) => {
      const unjudged = state === 'signed' || known[criterionId]?.choice === 'unjudged';
      const choice = value ?? (unjudged ? ('unjudged' as const) : undefined);
      const refused = known[criterionId]?.refused;
      const more = { ...(verdicts && { verdicts }), ...(refused && { refused }) };
      return [criterionId, { choice, evidence, comment, ...more }] as const;
    },
  );
  return fitting(rubric, { rubricVersion, entries: Object.fromEntries([...refusals, ...said]) });
}

/**
 * What the rubric as it is now takes of entries: of those by another version the lines and the comments alone. The same
 * choice may mean the opposite by now, or be none, which the service would refuse for ever.
 *
 * @param rubricVersion by which they were made; undefined where nobody knows
 */
export function fitting(
  { criteria, version }: Rubric,
  { rubricVersion, entries }: { rubricVersion?: string | undefined; entries: Entries },
): Entries {
  const fits = criteria.flatMap(({ id }) => {
    const entry = entries[id];
    if (!entry) return [];
    const { evidence, comment } = entry;
    return [[id, rubricVersion === version ? entry : { evidence, comment }] as const];
  });
  return Object.fromEntries(fits);
}

export function assessmentOf(
  rubric: Rubric,
  version: number,
  state: NewAssessment['state'],
  entries: Entries,
): NewAssessment {
  const { rubricId, version: rubricVersion } = rubric;
  return { rubricId, rubricVersion, version, state, scores: scoresOf(rubric, entries) };
}

export interface Difference {
  readonly criterion: RubricCriterion;
  readonly here: string;
  readonly there: string;
}

/** The criteria of which a draft here and another say something else, each in words, as far as the rubric takes it now. */
export function differencesOf(rubric: Rubric, entries: Entries, other: Assessment): Difference[] {
  const [here, there] = [scoresOf(rubric, entries), scoresOf(rubric, entriesOf(rubric, other))];
  return rubric.criteria.flatMap((criterion) => {
    const [mine, other] = [here, there].map((list) => list.find((one) => one.criterionId === criterion.id));
    if (sameScore(mine, other)) return [];
    return [{ criterion, here: scoreWords(criterion, mine), there: scoreWords(criterion, other) }];
  });
}

/** Whether two drafts say the same of every criterion. */
export function sameScores(
  { criteria }: Rubric,
  mine: readonly CriterionScore[],
  other: readonly CriterionScore[],
): boolean {
  return criteria.every(({ id }) => {
    const [one, two] = [mine, other].map((list) => list.find(({ criterionId }) => criterionId === id));
    return sameScore(one, two);
  });
}

function sameScore(mine: CriterionScore | undefined, other: CriterionScore | undefined): boolean {
  return JSON.stringify(plain(mine)) === JSON.stringify(plain(other));
}

function plain(score: CriterionScore | undefined) {
  const { value, evidence = [], comment = '', confirmedProposal = [] } = score ?? {};
  const verdicts = confirmedProposal.map(
    ({ candidateId, itemId, confirmed }) => `${candidateId} ${itemId} ${confirmed}`,
  );
  return [value ?? null, [...evidence].sort(), comment, verdicts.sort()];
}

function scoreWords(criterion: RubricCriterion, score: CriterionScore | undefined): string {
  const { value, evidence = [], comment, confirmedProposal = [] } = score ?? {};
  const parts = [
    value === undefined ? NOTHING_CHOSEN : pointWords(criterion, value),
    evidence.length > 0 && count(evidence.length, 'line'),
    confirmedProposal.length > 0 && count(confirmedProposal.length, 'verdict'),
    comment && `“${comment}”`,
  ];
  return parts.filter((part) => part !== false && part !== undefined && part !== '').join(' · ');
}
