import type { Outbox } from '@viva/client';
import { troubleOf } from '../api/problems';
import type { VoiceCall } from '../call/voiceCall';
import type { EncounterStore } from './encounterStore';
import { keepUnheard } from './unheard';

/** How long ending waits for the transcription of what was said last. */
const WORDS_MS = 3_000;

/** How long ending waits for unsaved lines. Later ones are still sent, and accepted within the service's grace. */
const FLUSH_MS = 3_000;

interface EndParts {
  readonly store: EncounterStore;
  readonly voiceCall: VoiceCall;
  readonly outbox: Outbox;
  readonly sessionId: string;
  readonly serverNow: () => number;
  readonly end: () => Promise<unknown>;
  readonly onEnded: () => Promise<void>;
}

/** Saves, ends the session, hangs up, in this order. If the service cannot end the session, the encounter continues. */
export async function endEncounter(parts: EndParts): Promise<void> {
  const { store, voiceCall, end, onEnded } = parts;
  const muted = store.get().microphone?.muted ?? false;
  store.set({ ending: 'saving', notice: undefined });
  voiceCall.mute(true);
  await save(parts);
  store.set({ ending: 'ending' });
  try {
    await end();
  } catch (error) {
    const why = await troubleOf(error);
    store.set({ ending: 'no' });
    voiceCall.mute(muted);
    return store.notify({ ...why, words: `The encounter could not be ended. ${why.words}` });
  }
  await onEnded();
  store.set({ ending: 'ended' });
}

/** The transcription of the last words arrives a moment later; hanging up would lose it. */
async function save(parts: EndParts): Promise<void> {
  const { store, voiceCall, outbox, sessionId } = parts;
  await voiceCall.settled(WORDS_MS);
  // Before the end, so that they are not late. In the call they stay: it goes on if the service cannot end it.
  await keepUnheard(parts, voiceCall.unheard);
  try {
    await outbox.flush(sessionId, FLUSH_MS);
  } catch {
    // Ending does not depend on this device's disk: the service hears the call as well, and unsaved lines stay on disk.
    store.notify('This device cannot read its unsaved lines. They are shown after the end.');
  }
}
