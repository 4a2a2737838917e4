import { useEffect } from 'react';
import type { MicrophoneState } from '../call/talk';
import type { Room } from './room';

/** M turns the microphone off and on, except where letters are being typed. */
export function useKeys(room: Room, microphone: MicrophoneState | undefined): void {
  const muted = microphone?.muted;
  useEffect(() => {
    if (muted === undefined) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'm' || event.ctrlKey || event.metaKey || event.altKey || event.repeat)
        return;
      const target = event.target as HTMLElement;
      if (
        target.matches('input, textarea, select, [contenteditable]') ||
        document.querySelector('dialog[open]')
      )
        return;
      room.mute(!muted);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [room, muted]);
}
