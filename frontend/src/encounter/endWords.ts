import { calledName } from '../device/speaker';
import { count } from '../time/words';
import { unkept } from './conversation';
import type { EncounterState } from './encounterState';
import { unsaved } from './noticeWords';

/** What ending means, and for which lines. */
export function endWords(state: EncounterState): string {
  const { device, conversation } = state;
  const waiting = unsaved(state).length;
  const unheard = [...conversation.local.values()].filter((line) => line.unheard).length;
  const lost = unkept(conversation).length;
  const name = calledName(device);
  return [
    'The call is hung up and nothing can be added any more.',
    waiting > 0 &&
      `${count(waiting, 'line', ['is not saved yet: it is', 'are not saved yet: they are'])} sent first.`,
    unheard > 0 &&
      `${count(unheard, 'typed line', [
        `has not reached ${name} yet: it is kept, and gets no answer.`,
        `have not reached ${name} yet: they are kept, and get no answer.`,
      ])}`,
    lost > 0 &&
      `${count(lost, 'line', ['could not be kept on this device: copy it', 'could not be kept on this device: copy them'])} first, if you need the words.`,
  ]
    .filter(Boolean)
    .join(' ');
}
