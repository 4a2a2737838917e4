import type { Clock, Outbox } from '@viva/client';
import type { TypedLine } from '../call/typing';
import { mayTakePart } from './encounterState';
import type { EncounterStore } from './encounterStore';
import { deviceFailure, keepOrNotify } from './lineStorage';
import type { TypedAnswers } from './typedAnswers';
import { giveBack } from './unheard';

interface TypeParts {
  readonly store: EncounterStore;
  readonly outbox: Outbox;
  readonly sessionId: string;
  readonly clock: Clock;
  readonly serverNow: () => number;
  readonly answers: TypedAnswers;
  /** The latest call that is known now; undefined while that is uncertain. */
  readonly latestCall: number | undefined;
}

/**
 * A line typed without a call: kept on this device until the service has stored it and passes it to the patient. What
 * this device cannot keep reaches nobody, and goes back into the text field.
 */
export async function typeLine(parts: TypeParts, { itemId, text }: TypedLine): Promise<void> {
  const { store, outbox, sessionId, serverNow, answers, latestCall } = parts;
  const startedAt = new Date(serverNow());
  store.apply({
    type: 'final',
    line: { itemId, role: 'student', text, startedAt },
    now: startedAt.getTime(),
  });
  answers.sent(itemId, latestCall);
  const kept = outbox.say(sessionId, itemId, text, startedAt, latestCall);
  const failed = await deviceFailure('This device could not keep your line.', kept);
  if (!failed) return;
  answers.forget(itemId);
  if (!mayTakePart(store.get())) return keepOrNotify(store, kept, itemId);
  giveBack(parts, [{ itemId, text }]);
  store.notify(`${failed} Your line is back in the text field.`);
}
