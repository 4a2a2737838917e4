import type { Clock, SessionEvent } from '@viva/client';
import { isTyped } from '../call/state';
import type { Talk } from '../call/talk';
import type { RoomStore } from './roomStore';

/** A warning from longer ago is history: a page that reads the log from its start does not repeat it. */
const NEWS_MS = 60_000;

interface HeedingParts {
  readonly store: RoomStore;
  readonly talk: Talk;
  readonly clock: Clock;
  readonly over: () => Promise<void>;
}

/** What an event of the service asks of this page beside being shown. */
export function heed({ store, talk, clock, over }: HeedingParts, event: SessionEvent): void {
  const { call, skew } = store.get();
  const at = event.createdAt.getTime();
  if (event.type === 'ended' || event.type === 'closed') void over();
  if (event.type === 'call_ended' && event.call?.reason === 'abandoned') {
    const ours = call.kind === 'connected' && call.since + skew <= at;
    // It was hung up because it costs and nobody was there: to call again is for whoever comes back to decide.
    if (ours || call.kind === 'reconnecting') talk.end();
  }
  if (event.turn?.role === 'patient' && isTyped(call)) store.set({ responding: false });
  const { itemId } = event.warning ?? {};
  if (itemId && isTyped(call)) store.set({ responding: false, unanswered: itemId });
  // That the time is nearly up is told by the clock at the top.
  if (event.warning && event.warning.code !== 'time_nearly_up' && clock.now() + skew - at < NEWS_MS) {
    store.tell(event.warning.detail);
  }
}
