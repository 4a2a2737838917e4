import { TranscriptLineToJSON, type TranscriptLine } from '../api/index.js';
import { isOutOfReach } from '../problems/doubt.js';
import type { Failure } from '../problems/failure.js';
import type { Outcome } from './relay.js';
import type { Entry } from './store.js';

/** The contract's limit for one batch. */
export const MAX_LINES = 100;

/** A body is at most 128 KiB; the rest is room for the times that are written into each line as it is sent. */
const MAX_BYTES = 120 * 1024;

/** The first of what waits that fit into one request; a typed line, or one too large by itself, goes alone. */
export function packed(waiting: readonly Entry[], most: number): Entry[] {
  const batch: Entry[] = [];
  let bytes = 0;
  for (const entry of waiting.slice(0, most)) {
    if (entry.typed && batch.length > 0) break;
    bytes += bytesOf(entry.line);
    if (batch.length > 0 && bytes > MAX_BYTES) break;
    batch.push(entry);
    if (entry.typed) break;
  }
  return batch;
}

function bytesOf(line: TranscriptLine): number {
  return new TextEncoder().encode(JSON.stringify(TranscriptLineToJSON(line))).length + 1;
}

/** What is settled of the lines that were sent; those in neither list are sent again. */
export interface Verdicts {
  readonly kept: readonly { readonly entry: Entry; readonly seq: number }[];
  readonly refused: readonly { readonly entry: Entry; readonly failure: Failure }[];
}

/**
 * Judges each line by what was answered. A batch that was refused as a whole settles only those lines that are to blame;
 * where the answer does not say which, none: the caller sends fewer at once, until the one to blame stands alone.
 */
export function verdicts(sent: readonly Entry[], outcome: Exclude<Outcome, { kind: 'later' }>): Verdicts {
  if (outcome.kind === 'answered') {
    const judged = sent.flatMap((entry, i) => (outcome.lines[i] ? [{ entry, it: outcome.lines[i] }] : []));
    return {
      kept: judged.flatMap(({ entry, it }) => (it.kind === 'stored' ? [{ entry, seq: it.seq }] : [])),
      refused: judged.flatMap(({ entry, it }) =>
        it.kind === 'refused' ? [{ entry, failure: it.failure }] : [],
      ),
    };
  }
  const { failure } = outcome;
  const all = sent.length === 1 || isOutOfReach(failure);
  const toBlame = all ? sent : sent.filter((_, i) => blames(failure, i));
  return { kept: [], refused: toBlame.map((entry) => ({ entry, failure })) };
}

function blames({ pointers }: Failure, at: number): boolean {
  return pointers?.some((p) => p === `/lines/${at}` || p.startsWith(`/lines/${at}/`)) ?? false;
}
