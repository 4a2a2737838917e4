import { StorageError, type Clock, type Outbox } from '@viva/client';
import type { Heard } from '../call/heard';
import type { TalkListener } from '../call/talk';
import type { RoomStore } from './roomStore';

/** For whoever reads the transcript. */
const UNWRITTEN =
  'Something was said that could not be written down. The patient may have heard it all the same.';

interface HearingParts {
  readonly store: RoomStore;
  readonly outbox: Outbox;
  readonly sessionId: string;
  readonly clock: Clock;
}

/** What becomes of what is heard in the call: shown at once, and a final line put into the outbox. */
export function hearing(parts: HearingParts): TalkListener {
  const { store } = parts;
  return {
    onState(call) {
      store.set({ call, ...(call.kind !== 'connected' && { responding: false }) });
      if (call.kind !== 'connected') store.apply({ type: 'callGone' });
    },
    onHeard: (heard) => void hear(parts, heard),
    onMicrophone: (microphone) => store.set({ microphone }),
    onUndelivered(lines) {
      if (lines.length === 0) return;
      for (const { itemId } of lines) store.apply({ type: 'undelivered', itemId });
      store.set({ returned: lines.map((line) => line.text).join('\n') });
      store.tell('The patient did not get your last typed words. They are back in the text field.');
    },
  };
}

async function hear({ store, outbox, sessionId, clock }: HearingParts, heard: Heard): Promise<void> {
  const now = clock.now();
  switch (heard.kind) {
    case 'responding':
      return store.set({ responding: heard.active });
    case 'nothing':
      return store.apply({ type: 'nothing', itemId: heard.itemId });
    case 'unwritten':
      store.tell(heard.words);
      return keep(store, outbox.report(sessionId, { itemId: heard.itemId, detail: UNWRITTEN }));
    case 'partial':
      return store.apply({ type: 'partial', line: heard.line, now });
    case 'refused':
      // The patient is already answering: the typed line is answered next, nothing is wrong.
      if (heard.code !== 'conversation_already_has_active_response') store.tell(heard.words);
      return;
    case 'final':
      store.apply({ type: 'final', line: heard.line, now });
      return keep(store, outbox.add(sessionId, { ...heard.line, isFinal: true }));
  }
}

export async function keep(store: RoomStore, kept: Promise<void>): Promise<void> {
  try {
    await kept;
  } catch (error) {
    const why =
      error instanceof StorageError ? error.message : 'Its storage is full or forbidden. Copy what matters.';
    store.tell(`This device could not keep a line. ${why}`);
  }
}
