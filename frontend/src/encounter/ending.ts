import type { Outbox } from '@viva/client';
import { troubleOf } from '../api/problems';
import type { Talk } from '../call/talk';
import type { RoomStore } from './roomStore';

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
export async function endEncounter({
  store,
  talk,
  outbox,
  sessionId,
  end,
  over,
}: EndingParts): Promise<void> {
  const muted = store.get().microphone?.muted ?? false;
  store.set({ ending: 'saving', notice: undefined });
  talk.mute(true);
  await outbox.flush(sessionId, FLUSH_MS);
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
