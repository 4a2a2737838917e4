import { useEffect, useRef } from 'react';
import { Icon } from '../ui/icons';
import type { Room } from './room';
import type { RoomState } from './roomState';

/** Mutes and unmutes; the ring around it shows how loud the microphone is. */
export function MicrophoneButton({ room, state }: { room: Room; state: RoomState }) {
  const { microphone, call } = state;
  const on = call.kind === 'connected' && microphone !== undefined;
  const muted = microphone?.muted ?? false;
  const button = useRef<HTMLButtonElement>(null);
  const meter = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The button that began the call is gone, and the focus with it.
    if (on && document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, [on]);
  useEffect(() => (on && !muted ? showLevel(room, meter) : undefined), [room, on, muted]);
  const label = !on ? 'Microphone: not in the call' : muted ? 'Turn microphone on' : 'Turn microphone off';
  return (
    <button
      ref={button}
      type="button"
      className={`microphone ${on ? (muted ? 'muted' : 'live') : 'off'}`}
      disabled={!on}
      aria-label={label}
      aria-keyshortcuts="M"
      title={on ? `${label} (M among these controls)` : label}
      onClick={() => room.mute(!muted)}
    >
      <span className="level" ref={meter} aria-hidden="true" />
      <Icon name={on && !muted ? 'microphone' : 'microphoneOff'} />
    </button>
  );
}

/** Straight to the element, not through React: it changes with every frame. */
function showLevel(room: Room, meter: { current: HTMLSpanElement | null }): () => void {
  let frame = 0;
  let shown = 0;
  const draw = () => {
    // Quick up, slow down, as the eye expects of a meter.
    const level = room.level();
    shown = level > shown ? level : shown * 0.9 + level * 0.1;
    meter.current?.style.setProperty('--level', shown.toFixed(3));
    frame = requestAnimationFrame(draw);
  };
  frame = requestAnimationFrame(draw);
  return () => {
    cancelAnimationFrame(frame);
    meter.current?.style.setProperty('--level', '0');
  };
}
