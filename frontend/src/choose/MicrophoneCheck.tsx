import { systemClock } from '@viva/client';
import { useEffect, useRef, useState } from 'react';
import { openBrowserMicrophone } from '../call/browserMicrophone';
import { SYSTEMS, type Microphone } from '../call/ports';
import { Choice, useDevices } from '../device/Choice';
import { keepSoundSettings, soundSettings } from '../device/sound';
import { Button } from '../ui/Button';
import { firstClick } from '../ui/firstClick';
import { useStore } from '../ui/store';
import { SoundCheck, type Check } from './soundCheck';

/** Lets the student see before the encounter whether the microphone works; the sound goes nowhere. */
export function MicrophoneCheck() {
  const [checking] = useState(openCheck);
  const { check } = useStore(checking.store);
  useEffect(() => () => checking.stop(), [checking]);
  return (
    <div className="microphone-check">
      {check.kind === 'on' && <Meter microphone={check.microphone} />}
      <p role="status">{wordsOf(check)}</p>
      {check.kind === 'on' || check.kind === 'asking' ? (
        <Button onClick={firstClick(() => checking.stop())}>{check.kind === 'on' ? 'Stop' : 'Cancel'}</Button>
      ) : (
        <Button icon="microphone" onClick={() => void checking.begin()}>
          {check.kind === 'failed' ? 'Check again' : 'Check microphone'}
        </Button>
      )}
      {check.kind === 'on' && <Other onChoose={(id) => void checking.begin(id ?? SYSTEMS)} />}
    </div>
  );
}

function openCheck(): SoundCheck {
  return new SoundCheck({
    open: openBrowserMicrophone,
    remember: (microphone) => keepSoundSettings({ ...soundSettings(), microphone }),
    clock: systemClock,
  });
}

const SOUND_WORDS = {
  awaited: 'Say something.',
  heard: 'We hear you. The microphone works.',
  missing: 'We hear nothing: check your microphone.',
} as const;

function wordsOf(check: Check): string {
  switch (check.kind) {
    case 'idle':
      return '';
    case 'asking':
      return 'Allow the microphone in your browser’s question, near the address bar.';
    case 'failed':
      return check.trouble.words;
    case 'on':
      return SOUND_WORDS[check.sound];
  }
}

function Other({ onChoose }: { onChoose: (id: string | undefined) => void }) {
  const { microphones } = useDevices(true);
  if (microphones.length < 2) return null;
  const chosen = soundSettings().microphone;
  return <Choice label="Microphone" devices={microphones} chosen={chosen} onChoose={onChoose} />;
}

/** Straight to the element, not through React: it changes with every frame. */
function Meter({ microphone }: { microphone: Microphone }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      bar.current?.style.setProperty('--level', microphone.level().toFixed(3));
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [microphone]);
  return (
    <span className="meter" aria-hidden="true">
      <span ref={bar} />
    </span>
  );
}
