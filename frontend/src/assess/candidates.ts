import type { DebriefItem, Evidence, CandidateVerdict, RubricCriterion } from '@viva/client';
import { MAX_EVIDENCE, takes, type Entry } from './entries';

/** A sentence that the debrief proposes for an item. */
export interface Candidate {
  readonly item: DebriefItem;
  readonly evidence: Evidence;
}

type Takes = Pick<RubricCriterion, 'candidates'>;

/** The debrief's proposals that belong to a criterion: of an item, or of a kind. One line is judged once for each item. */
export function candidatesOf(criterion: Takes, items: readonly DebriefItem[]): Candidate[] {
  const wanted = items.filter(({ id, basis }) => basis === 'proposal' && takes(criterion, id));
  return wanted.flatMap((item) => {
    const lines = new Set<string>();
    return item.evidence.flatMap((evidence) => {
      if (lines.has(evidence.itemId)) return [];
      lines.add(evidence.itemId);
      return [{ item, evidence }];
    });
  });
}

/** What a rater has said of a candidate; undefined while they have not. */
export function verdictOf({ verdicts = [] }: Entry, { item, evidence }: Candidate): boolean | undefined {
  return verdicts.find((one) => isOf(one, item.id, evidence.itemId))?.confirmed;
}

/** The same verdict again takes it back. A line that is confirmed shows the criterion, so it is attached. */
export function judge(entry: Entry, candidate: Candidate, confirmed: boolean): Partial<Entry> {
  const { verdicts = [], evidence } = entry;
  const { itemId } = candidate.evidence;
  const others = verdicts.filter((one) => !isOf(one, candidate.item.id, itemId));
  if (verdictOf(entry, candidate) === confirmed) return { verdicts: others };
  const attach = confirmed && !evidence.includes(itemId) && evidence.length < MAX_EVIDENCE;
  return {
    verdicts: [...others, { candidateId: candidate.item.id, itemId, confirmed }],
    ...(attach && { evidence: [...evidence, itemId] }),
  };
}

function isOf(verdict: CandidateVerdict, candidateId: string, itemId: string): boolean {
  return verdict.candidateId === candidateId && verdict.itemId === itemId;
}
