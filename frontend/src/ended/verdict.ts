import type { Entry, Kept, Transcript } from '@viva/client';
import { digestOf } from '../encounter/digest';
import { inReadingOrder } from '../encounter/order';

/**
 * What this device can say about the transcript.
 * `open`: the encounter continues. `waiting`: lines of this device are not stored yet. `missing`: the service lacks lines
 * that it acknowledged here. `differs`: its count or digest does not match its turns. `settling`: complete so far, late
 * lines may still come. `unchecked`: this browser cannot compute a digest. `complete`: everything is stored for good.
 */
export type Verdict = 'open' | 'waiting' | 'missing' | 'differs' | 'settling' | 'unchecked' | 'complete';

export interface CompletenessCheck {
  readonly verdict: Verdict;
  /** Computed here, from the turns as this device orders them. */
  readonly digest?: string;
  readonly missing: number;
}

/** Compares the service's transcript with what this device computed and acknowledged lines it remembers. */
export async function checkCompleteness(
  transcript: Transcript,
  kept: readonly Kept[],
  entries: readonly Entry[],
): Promise<CompletenessCheck> {
  const turns = inReadingOrder(
    transcript.turns.map((t) => ({ ...t, begun: (t.startedAt ?? t.createdAt).getTime() })),
  );
  const there = new Set(turns.map((t) => t.itemId));
  const missing = kept.filter((k) => !there.has(k.itemId)).length;
  const digest = await digestOf(turns);
  const verdict = verdictOf(transcript, turns.length, digest, missing, entries.length);
  return { verdict, missing, ...(digest && { digest }) };
}

function verdictOf(
  transcript: Transcript,
  count: number,
  digest: string | undefined,
  missing: number,
  waiting: number,
): Verdict {
  if (transcript.state === 'open') return 'open';
  if (waiting > 0) return 'waiting';
  if (missing > 0) return 'missing';
  if (count !== transcript.turnCount) return 'differs';
  if (digest === undefined) return 'unchecked';
  if (digest !== transcript.digest) return 'differs';
  return transcript.complete ? 'complete' : 'settling';
}
