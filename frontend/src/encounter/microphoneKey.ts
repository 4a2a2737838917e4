import type { KeyboardEvent } from 'react';
import type { MicrophoneState } from '../call/microphoneWatch';
import type { EncounterController } from './encounterController';

/**
 * M turns the microphone off and on while the focus is among the call's controls, except where letters are being typed.
 * Not on the whole page: dictated words would trigger it (WCAG 2.1.4).
 */
export function microphoneKey(
  controller: Pick<EncounterController, 'mute'>,
  microphone: MicrophoneState | undefined,
) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    if (!microphone || event.key.toLowerCase() !== 'm' || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A dialog may be open among the controls; it gets all keys.
    const elsewhere = 'input, textarea, select, [contenteditable], dialog, dialog *';
    if ((event.target as HTMLElement).matches(elsewhere)) return;
    controller.mute(!microphone.muted);
  };
}
