import type { Clock, SessionEvent } from '@viva/client';
import { isTyped } from '../call/state';
import type { VoiceCall } from '../call/voiceCall';
import type { EncounterStore } from './encounterStore';
import type { TypedAnswers } from './typedAnswers';

/** Older warnings are not shown again when the page reads the log from its start. */
const NEWS_MS = 60_000;

interface ServiceEventParts {
  readonly store: EncounterStore;
  readonly voiceCall: VoiceCall;
  readonly answers: TypedAnswers;
  readonly clock: Clock;
  readonly onEnded: () => Promise<void>;
}

/** Acts on an event of the service, beyond showing it. */
export function applyServiceEvent(
  { store, voiceCall, answers, clock, onEnded }: ServiceEventParts,
  event: SessionEvent,
): void {
  const { call, skew } = store.get();
  const at = event.createdAt.getTime();
  if (event.type === 'ended' || event.type === 'closed') void onEnded();
  if (event.type === 'call_ended' && event.call?.reason === 'abandoned') {
    const ours = call.kind === 'connected' && call.since + skew <= at;
    // The call was hung up because nobody was there. The user decides whether to call again.
    if (ours || call.kind === 'reconnecting') voiceCall.end();
  }
  if (event.type === 'call_started' && event.call) voiceCall.started(event.call.callNumber);
  answers.onEvent(event);
  // It is shown as long as it holds, with a way to ask again.
  if (event.warning?.itemId && isTyped(call)) return;
  // The clock at the top already shows that the time is nearly up.
  if (event.warning && event.warning.code !== 'time_nearly_up' && clock.now() + skew - at < NEWS_MS) {
    store.notify(event.warning.detail);
  }
}
