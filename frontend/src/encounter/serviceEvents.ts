import type { Clock, SessionEvent } from '@viva/client';
import { isTyped } from '../call/state';
import type { VoiceCall } from '../call/voiceCall';
import type { EncounterStore } from './encounterStore';
import type { TypedAnswers } from './typedAnswers';

/** Older warnings are not shown again when the page reads the log from its start. */
const NEWS_MS = 60_000;

const SPOKEN =
  'The encounter goes on in a voice call, perhaps on another device. A line that you type now ends that call.';

interface ServiceEventParts {
  readonly store: EncounterStore;
  readonly voiceCall: VoiceCall;
  readonly answers: TypedAnswers;
  readonly clock: Clock;
  /** The latest call that was known before the event; undefined while that is uncertain. */
  readonly latestCall: number | undefined;
  readonly onEnded: () => Promise<void>;
}

/** Acts on an event of the service, beyond showing it. */
export function applyServiceEvent(
  { store, voiceCall, answers, clock, latestCall, onEnded }: ServiceEventParts,
  event: SessionEvent,
): void {
  const { call, skew, notice } = store.get();
  const at = event.createdAt.getTime();
  if (event.type === 'ended' || event.type === 'closed') void onEnded();
  if (event.type === 'call_ended' && event.call?.reason === 'abandoned') {
    const ours = call.kind === 'connected' && call.since + skew <= at;
    // The call was hung up because nobody was there. The user decides whether to call again.
    if (ours || call.kind === 'reconnecting') voiceCall.end();
  }
  if (event.type === 'call_ended' && notice?.words === SPOKEN) store.set({ notice: undefined });
  if (event.type === 'call_started' && event.call) {
    const { callNumber, kind } = event.call;
    voiceCall.started(callNumber);
    if (isTyped(call) && kind !== 'text' && latestCall !== undefined && callNumber > latestCall)
      store.notify(SPOKEN);
  }
  answers.onEvent(event);
  // It is shown as long as it holds, with a way to ask again.
  if (event.warning?.itemId && isTyped(call)) return;
  // The clock at the top already shows that the time is nearly up.
  if (event.warning && event.warning.code !== 'time_nearly_up' && clock.now() + skew - at < NEWS_MS) {
    store.notify(event.warning.detail);
  }
}
