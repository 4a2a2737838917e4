import type { Clock, Outbox } from '@viva/client';
import type { TypedLine } from '../call/typing';
import { isKept } from './conversation';
import type { EncounterStore } from './encounterStore';
import { keepOrNotify } from './lineStorage';

interface UnheardParts {
  readonly store: EncounterStore;
  readonly outbox: Outbox;
  readonly sessionId: string;
  readonly serverNow: () => number;
}

/** Of typed lines, those that are neither stored nor on disk. */
export function notKept(store: EncounterStore, lines: readonly TypedLine[]): readonly TypedLine[] {
  return lines.filter(({ itemId }) => !isKept(store.get().conversation, itemId));
}

export function wordsOf(lines: readonly TypedLine[]): string {
  return lines.map(({ text }) => text).join('\n');
}

/** Gives typed lines that reached nobody back to the text field, behind those that came back before. */
export function giveBack(
  { store, clock }: { readonly store: EncounterStore; readonly clock: Clock },
  given: readonly TypedLine[],
): void {
  for (const { itemId } of given) store.apply({ type: 'undelivered', itemId });
  const lines = [...(store.get().undelivered?.lines ?? []), ...given];
  store.set({ returned: wordsOf(lines), undelivered: { lines, at: clock.now() } });
}

/** The words of the text field with those that came back in front, in place of those that came back before. */
export function withReturned(text: string, returned: string, before: string | undefined): string {
  const own =
    before !== undefined && text.startsWith(before) ? text.slice(before.length).replace(/^\n/, '') : text;
  return own ? `${returned}\n${own}` : returned;
}

/**
 * Keeps typed lines that the patient never got, where nobody can send them again: at the end of the encounter, or when
 * another tab continues it. The service marks them as unconfirmed, as the contract says.
 */
export async function keepUnheard(parts: UnheardParts, lines: readonly TypedLine[]): Promise<void> {
  const { store, outbox, sessionId, serverNow } = parts;
  for (const { itemId, text } of notKept(store, lines)) {
    const startedAt = store.get().conversation.local.get(itemId)?.startedAt ?? new Date(serverNow());
    const line = { itemId, role: 'student' as const, text, startedAt, finalizedAt: startedAt };
    store.apply({ type: 'final', line, now: serverNow() });
    await keepOrNotify(store, outbox.add(sessionId, { ...line, isFinal: true }), itemId);
  }
}

/** How long before the end a call may have broken off that broke off because of it. */
const RETURNED_MS = 15_000;

/**
 * The encounter has ended, by its deadline or by somebody else. The call may break off a moment before that is known, and
 * gives lines back that cannot be sent again.
 */
export async function keepReturned(parts: UnheardParts & { readonly clock: Clock }): Promise<void> {
  const { store, clock } = parts;
  const { undelivered, ending } = store.get();
  if (!undelivered || ending !== 'no' || clock.now() - undelivered.at > RETURNED_MS) return;
  store.set({ returned: undefined, undelivered: undefined });
  await keepUnheard(parts, undelivered.lines);
}
