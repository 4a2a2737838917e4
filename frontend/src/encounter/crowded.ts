import type { Failure, StreamState } from '@viva/client';

/** Why the event stream waits when too many are followed; stays over the next try, until something else comes of it. */
export function crowdedBy(before: Failure | undefined, now: StreamState): Failure | undefined {
  if (now.kind === 'connecting') return before;
  return now.kind === 'waiting' && now.failure.code === 'too_many_streams' ? now.failure : undefined;
}
