import type { Clock, Outbox } from '@viva/client';
import type { CallEvent } from '../call/callEvent';
import type { VoiceCallListener } from '../call/voiceCall';
import { mayTakePart } from './encounterState';
import type { EncounterStore } from './encounterStore';
import { keepOrNotify } from './lineStorage';
import { giveBack, keepUnheard, notKept } from './unheard';

/** Shown to readers of the transcript. */
const UNWRITTEN = 'Something was said that could not be transcribed. The patient may have heard it.';

const REPLACED = 'The encounter continues in another call, perhaps on another device.';

interface ListenerParts {
  readonly store: EncounterStore;
  readonly outbox: Outbox;
  readonly sessionId: string;
  readonly clock: Clock;
  readonly serverNow: () => number;
}

/** Shows what happens in the call, and puts each final line into the outbox. */
export function callListener(parts: ListenerParts): VoiceCallListener {
  const { store } = parts;
  return {
    onState(call) {
      const over = { responding: false, studentSpeaks: false };
      store.set({ call, ...(call.kind !== 'connected' && over) });
      if (call.kind !== 'connected') store.apply({ type: 'callGone' });
      if (call.kind === 'ended' && call.elsewhere) store.notify(REPLACED);
    },
    onCallEvent: (event) => void applyCallEvent(parts, event),
    onMicrophone: (microphone) => store.set({ microphone }),
    onSpeech: (speech) => store.set({ speech }),
    onUndelivered(given) {
      const lines = notKept(store, given);
      if (lines.length === 0) return;
      if (!mayTakePart(store.get())) return void keepUnheard(parts, lines);
      giveBack(parts, lines);
      store.notify('The patient did not get your last typed words. They are back in the text field.');
    },
  };
}

async function applyCallEvent(
  { store, outbox, sessionId, clock }: ListenerParts,
  event: CallEvent,
): Promise<void> {
  const now = clock.now();
  switch (event.kind) {
    case 'responding':
      return store.set({ responding: event.active });
    case 'speaking':
      return store.set({ studentSpeaks: event.on });
    case 'nothing':
      return store.apply({ type: 'nothing', itemId: event.itemId });
    case 'unwritten':
      store.notify(event.words);
      await keepOrNotify(store, outbox.report(sessionId, { itemId: event.itemId, detail: UNWRITTEN }));
      return;
    case 'partial':
      return store.apply({ type: 'partial', line: event.line, now });
    case 'refused':
      // Not a failure: the patient is already answering, and answers the typed line next.
      if (event.code !== 'conversation_already_has_active_response') store.notify(event.words);
      return;
    case 'final':
      store.apply({ type: 'final', line: event.line, now });
      await keepOrNotify(store, outbox.add(sessionId, { ...event.line, isFinal: true }), event.line.itemId);
      return;
  }
}
