import { TranscriptLineToJSON, type TranscriptLine } from '../api/index.js';
import { isSessionDenied } from '../problems/repeatedRefusals.js';
import type { Failure } from '../problems/failure.js';
import type { Outcome } from './relay.js';
import type { Entry } from './store.js';

/** The contract's limit for one batch. */
export const MAX_LINES = 100;

/** A body is at most 128 KiB; the rest leaves space for the times added to each line when it is sent. */
const MAX_BYTES = 120 * 1024;

/**
 * The waiting lines that fit into one request. A typed line goes alone, and so does one that is too large for a batch or
 * cannot be encoded.
 */
export function nextBatch(waiting: readonly Entry[], maxLines: number): Entry[] {
  const batch: Entry[] = [];
  let bytes = 0;
  for (const entry of waiting.slice(0, maxLines)) {
    const size = entry.typed ? undefined : bytesOf(entry.line);
    if (size === undefined) return batch.length > 0 ? batch : [entry];
    bytes += size;
    if (batch.length > 0 && bytes > MAX_BYTES) break;
    batch.push(entry);
  }
  return batch;
}

/** How long the line is in a request; undefined when it cannot be encoded, as with a time that is no date. */
export function bytesOf(line: TranscriptLine): number | undefined {
  try {
    return new TextEncoder().encode(JSON.stringify(TranscriptLineToJSON(line))).length + 1;
  } catch {
    return undefined;
  }
}

/** What became of the lines that were sent. Lines in neither list are sent again. */
export interface Settlement {
  /** Stored, each with its place in the log where that is known. */
  readonly kept: readonly { readonly entry: Entry; readonly seq?: number }[];
  /** Those of `kept` that the patient cannot answer now. */
  readonly unanswered: readonly { readonly entry: Entry; readonly failure: Failure }[];
  readonly refused: readonly { readonly entry: Entry; readonly failure: Failure }[];
}

/**
 * Reads the answer for each line. When a batch is refused as a whole, only the lines that caused it are settled. When the
 * answer does not name them, none is: the caller sends smaller batches until the faulty line is alone.
 */
export function settlementOf(
  sent: readonly Entry[],
  outcome: Extract<Outcome, { kind: 'answered' | 'refused' }>,
): Settlement {
  if (outcome.kind === 'answered') {
    const results = sent.flatMap((entry, i) => (outcome.lines[i] ? [{ entry, it: outcome.lines[i] }] : []));
    const failed = (kind: 'unanswered' | 'refused') =>
      results.flatMap(({ entry, it }) => (it.kind === kind ? [{ entry, failure: it.failure }] : []));
    const unanswered = failed('unanswered');
    const stored = results.flatMap(({ entry, it }) => (it.kind === 'stored' ? [{ entry, seq: it.seq }] : []));
    const kept = [...stored, ...unanswered.map(({ entry }) => ({ entry }))];
    return { kept, unanswered, refused: failed('refused') };
  }
  const { failure } = outcome;
  const all = sent.length === 1 || isSessionDenied(failure);
  const faulty = all ? sent : sent.filter((_, i) => pointsAt(failure, i));
  return { kept: [], unanswered: [], refused: faulty.map((entry) => ({ entry, failure })) };
}

function pointsAt({ pointers }: Failure, at: number): boolean {
  return pointers?.some((p) => p === `/lines/${at}` || p.startsWith(`/lines/${at}/`)) ?? false;
}
