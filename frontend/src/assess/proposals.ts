import type { Evidence, GapReason, Proposal, Review, ReviewQuote, Rubric, Turn, Verdict } from '@viva/client';
import { count } from '../time/words';
import { MAX_EVIDENCE, type Choice, type Entry } from './entries';

/** What became of the question about one criterion; undefined of one that was not asked about, or not answered yet. */
export type Answer =
  | { readonly kind: 'proposal'; readonly proposal: Proposal }
  | { readonly kind: 'gap'; readonly words: string };

export function answerOf({ proposals, gaps }: Review, criterionId: string): Answer | undefined {
  const proposal = proposals.find((one) => one.criterionId === criterionId);
  if (proposal) return { kind: 'proposal', proposal };
  const gap = gaps.find((one) => one.criterionId === criterionId);
  return gap && { kind: 'gap', words: GAPS[gap.reason] };
}

const GAPS: Record<GapReason, string> = {
  invented_quote: 'The model’s proposal was dropped: the words that it quoted stand in no such line.',
  unreadable: 'The model’s answer could not be read.',
  unavailable: 'The model did not answer.',
  switched_off: 'The model is not asked here: its proposals agreed too little with what people signed.',
  too_long: 'The model was not asked: the conversation is longer than this service sends.',
};

const VALUES: Record<Verdict, Choice> = { met: 1, not_met: 0, unclear: undefined };

/** The point of a binary scale that is proposed; undefined where the model cannot tell. */
export function proposedValue({ verdict }: Pick<Proposal, 'verdict'>): Choice {
  return VALUES[verdict];
}

export type Standing = 'open' | 'confirmed' | 'refused';

/** What the rater has made of a proposal: what they chose says it, however they chose. */
export function standingOf({ choice, refused }: Entry, proposal: Proposal): Standing {
  const value = proposedValue(proposal);
  if (choice === undefined || value === undefined)
    return refused === proposal.proposalId ? 'refused' : 'open';
  return choice === value ? 'confirmed' : 'refused';
}

/** Chooses what is proposed, and attaches the line that is quoted; once more takes the choice back. */
export function confirm(entry: Entry, proposal: Proposal): Partial<Entry> {
  if (standingOf(entry, proposal) === 'confirmed') return { choice: undefined };
  const { evidence } = entry;
  const line = proposal.quote?.itemId;
  const attach =
    proposal.verdict === 'met' &&
    line !== undefined &&
    !evidence.includes(line) &&
    evidence.length < MAX_EVIDENCE;
  return {
    choice: proposedValue(proposal),
    refused: undefined,
    ...(attach && { evidence: [...evidence, line] }),
  };
}

/** Chooses nothing in its place: that the model is wrong here does not say what is right. Once more takes it back. */
export function refuse(entry: Entry, proposal: Proposal): Partial<Entry> {
  const standing = standingOf(entry, proposal);
  if (standing === 'refused') return entry.refused === undefined ? {} : { refused: undefined };
  return { refused: proposal.proposalId, ...(standing === 'confirmed' && { choice: undefined }) };
}

/** The quoted words in their line; undefined when the line was corrected since. */
export function quoted(
  quote: ReviewQuote | undefined,
  turns: ReadonlyMap<string, Turn>,
): Evidence | undefined {
  const line = quote && turns.get(quote.itemId);
  const start = line?.text.indexOf(quote?.text ?? '') ?? -1;
  if (!quote || !line || start < 0) return undefined;
  return { itemId: quote.itemId, role: line.role, quote: quote.text, start, end: start + quote.text.length };
}

/** How many criteria a model can be asked about. */
export function askable({ criteria }: Rubric): number {
  return criteria.filter(({ scale }) => scale === 'binary').length;
}

/** How far a review is, in a sentence. */
export function progressWords({ state, model, proposals, gaps }: Review, asked: number): string {
  const of = count(asked, 'criterion').replace('criterions', 'criteria');
  if (state === 'running')
    return `${model} is reading. Answered so far: ${proposals.length + gaps.length} of ${of}.`;
  const found = `${model} has a proposal for ${proposals.length} of ${of}.`;
  return state === 'failed' ? `${found} It did not answer all: you can ask again.` : found;
}
