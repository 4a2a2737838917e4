import { StorageError, type Entry, type Outbox } from '@viva/client';
import type { EncounterState } from './encounterState';
import type { EncounterStore } from './encounterStore';

/** What this device could not do with a line, and why, in words; undefined when it could. */
export async function deviceFailure(what: string, done: Promise<void>): Promise<string | undefined> {
  try {
    await done;
    return undefined;
  } catch (error) {
    return `${what} ${error instanceof StorageError ? error.message : 'Its storage is full or forbidden.'}`;
  }
}

/** Tells the user when this device cannot keep a line, whose item is given if it is shown. */
export async function keepOrNotify(
  store: EncounterStore,
  kept: Promise<void>,
  itemId?: string,
): Promise<void> {
  const failed = await deviceFailure('This device could not keep a line.', kept);
  if (!failed) return;
  if (itemId !== undefined) store.apply({ type: 'unkept', itemId });
  store.notify(`${failed} Copy what matters.`);
}

/**
 * Sends a refused line again; answers why this device could not.
 *
 * @param latestCall for a typed line: it hangs up no voice call that is later; undefined for one that counts as typed now
 */
export function retryLine(
  outbox: Outbox,
  entry: Entry,
  latestCall: number | undefined,
): Promise<string | undefined> {
  return deviceFailure('This device could not send the line again.', outbox.retry(entry, { latestCall }));
}

/** Typed lines that wait to be sent. When typing begins again, they ask for their answers like lines typed now. */
export function waitingTyped({ pending }: EncounterState): Entry[] {
  return pending.entries.filter(({ typed, state }) => typed && state === 'waiting');
}

/** Removes a refused line; answers why this device could not. */
export function discardLine(outbox: Outbox, entry: Entry): Promise<string | undefined> {
  return deviceFailure('This device could not remove the line.', outbox.discard(entry));
}
