import type { Outbox } from '@viva/client';
import { troubleOf } from '../api/problems';
import type { Talk } from '../call/talk';
import type { RoomStore } from './roomStore';

/** How long the end waits for the words of what was said last. */
const WORDS_MS = 3_000;

/** How long the end waits for lines that are not saved yet; later ones still go out, within the service's grace. */
const FLUSH_MS = 3_000;

interface EndingParts {
  readonly store: RoomStore;
  readonly talk: Talk;
  readonly outbox: Outbox;
  readonly sessionId: string;
  readonly end: () => Promise<unknown>;
  readonly over: () => Promise<void>;
}

/** Saves, ends, hangs up, in this order. When the service cannot end it, the encounter goes on as it was. */
export async function endEncounter(parts: EndingParts): Promise<void> {
  const { store, talk, end, over } = parts;
  const muted = store.get().microphone?.muted ?? false;
  store.set({ ending: 'saving', notice: undefined });
  talk.mute(true);
  await save(parts);
  store.set({ ending: 'ending' });
  try {
    await end();
  } catch (error) {
    const why = await troubleOf(error);
    store.set({ ending: 'no' });
    talk.mute(muted);
    return store.tell(`The encounter could not be ended. ${why.words}`);
  }
  await over();
  store.set({ ending: 'ended' });
}

/** The words of what was just said come a moment after it, and hanging up would cut them off. */
async function save({ store, talk, outbox, sessionId }: EndingParts): Promise<void> {
  await talk.settled(WORDS_MS);
  try {
    await outbox.flush(sessionId, FLUSH_MS);
  } catch {
    // The end does not depend on this device's disk: the service hears the call as well, and a line stays where it is.
    store.tell('This device cannot read what waits on it to be saved. What is left is shown after the end.');
  }
}
