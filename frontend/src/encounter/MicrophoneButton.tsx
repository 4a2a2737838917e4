import { useEffect, useRef } from 'react';
import { isRepeated } from '../ui/firstClick';
import { Icon } from '../ui/icons';
import type { EncounterController } from './encounterController';
import type { EncounterState } from './encounterState';

/** Mutes and unmutes; the ring around it shows how loud the microphone is. */
export function MicrophoneButton({
  controller,
  state,
}: {
  controller: EncounterController;
  state: EncounterState;
}) {
  const { microphone, call } = state;
  const on = call.kind === 'connected' && microphone !== undefined;
  // A call that began without a microphone gets it without beginning again.
  const addable = call.kind === 'connected' && call.mode === 'text';
  const muted = microphone?.muted ?? false;
  const button = useRef<HTMLButtonElement>(null);
  const meter = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The button that began the call is gone, and the focus with it.
    if (on && document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, [on]);
  useEffect(() => (on && !muted ? showLevel(controller, meter) : undefined), [controller, on, muted]);
  const label = labelOf(on, muted, addable);
  const took = useRef(false);
  const press = (click: { readonly detail: number }) => {
    // The second click of a double click must not mute what the first has just turned on.
    if (isRepeated(click) && took.current) return;
    took.current = !on;
    if (on) controller.mute(!muted);
    else void controller.takeMicrophone();
  };
  return (
    <button
      ref={button}
      type="button"
      className={`microphone ${on ? (muted ? 'muted' : 'live') : 'off'}`}
      disabled={!on && !addable}
      aria-label={label}
      aria-keyshortcuts="M"
      title={on ? `${label} (M among these controls)` : label}
      onClick={press}
    >
      <span className="level" ref={meter} aria-hidden="true" />
      <Icon name={on && !muted ? 'microphone' : 'microphoneOff'} />
    </button>
  );
}

function labelOf(on: boolean, muted: boolean, addable: boolean): string {
  if (on) return muted ? 'Turn microphone on' : 'Turn microphone off';
  return addable ? 'Turn microphone on' : 'Microphone: not in the call';
}

/** Straight to the element, not through React: it changes with every frame. */
function showLevel(controller: EncounterController, meter: { current: HTMLSpanElement | null }): () => void {
  let frame = 0;
  let shown = 0;
  const draw = () => {
    // Quick up, slow down, as the eye expects of a meter.
    const level = controller.level();
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
