import type { KeyboardEvent } from 'react';
import type { MicrophoneState } from '../call/voiceCall';
import type { EncounterController } from './encounterController';

/**
 * M turns the microphone off and on while the focus is among the call's controls, except where letters are being typed.
 * Not on the whole page: whoever speaks to the computer would set it off by words that they dictate (WCAG 2.1.4).
 */
export function microphoneKey(
  controller: Pick<EncounterController, 'mute'>,
  microphone: MicrophoneState | undefined,
) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    if (!microphone || event.key.toLowerCase() !== 'm' || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A dialog stands among the controls too, and takes all keys for itself.
    const elsewhere = 'input, textarea, select, [contenteditable], dialog, dialog *';
    if ((event.target as HTMLElement).matches(elsewhere)) return;
    controller.mute(!microphone.muted);
  };
}
