import { useEffect, useRef, useState } from 'react';
import type { Trouble } from '../api/problems';
import { openBrowserMicrophone } from '../call/browserMicrophone';
import type { Microphone } from '../call/ports';
import { callTroubleOf } from '../call/troubles';
import { Choice, useDevices } from '../device/Choice';
import { keepSoundSettings, soundSettings } from '../device/sound';
import { Button } from '../ui/Button';

/** As loud as speech near a microphone. */
const HEARD = 0.12;
const LOOK_EVERY_MS = 250;
/** How long nothing is heard until the page says so. */
const SILENT_AFTER = 20;

type Check =
  | { readonly kind: 'idle' | 'asking' }
  | { readonly kind: 'on'; readonly microphone: Microphone; readonly heard: boolean; readonly looks: number }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

/** Lets the student see before the encounter whether the microphone works; the sound goes nowhere. */
export function MicrophoneCheck() {
  const [check, setCheck] = useState<Check>({ kind: 'idle' });
  const opened = useRef<Microphone>(undefined);
  const visit = useRef(0);
  const stop = () => {
    visit.current += 1;
    opened.current?.stop();
    opened.current = undefined;
  };
  useEffect(() => stop, []);
  const begin = async (deviceId?: string) => {
    stop();
    const mine = visit.current;
    setCheck({ kind: 'asking' });
    try {
      const microphone = await openBrowserMicrophone(deviceId);
      if (mine !== visit.current) return microphone.stop();
      opened.current = microphone;
      setCheck({ kind: 'on', microphone, heard: false, looks: 0 });
    } catch (error) {
      const trouble = await callTroubleOf(error);
      if (mine === visit.current) setCheck({ kind: 'failed', trouble });
    }
  };
  useEffect(() => {
    if (check.kind !== 'on') return undefined;
    const timer = setTimeout(() => {
      const heard = check.heard || check.microphone.peak() >= HEARD;
      // Preact ends the timer a moment after a stop: what was set meanwhile holds.
      setCheck((now) => (now === check ? { ...check, heard, looks: check.looks + 1 } : now));
    }, LOOK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [check]);
  return (
    <div className="microphone-check">
      {check.kind === 'on' && <Meter microphone={check.microphone} />}
      <p role="status">{wordsOf(check)}</p>
      {check.kind === 'on' ? (
        <Button
          onClick={() => {
            stop();
            setCheck({ kind: 'idle' });
          }}
        >
          Stop
        </Button>
      ) : (
        <Button icon="microphone" off={check.kind === 'asking'} onClick={() => void begin()}>
          {check.kind === 'failed' ? 'Check again' : 'Check microphone'}
        </Button>
      )}
      {check.kind === 'on' && <Other onChoose={(id) => void begin(id)} />}
    </div>
  );
}

function wordsOf(check: Check): string {
  switch (check.kind) {
    case 'idle':
      return '';
    case 'asking':
      return 'Allow the microphone in your browser’s question, near the address bar.';
    case 'failed':
      return check.trouble.words;
    case 'on':
      if (check.heard) return 'We hear you. The microphone works.';
      return check.looks > SILENT_AFTER ? 'We hear nothing: check your microphone.' : 'Say something.';
  }
}

function Other({ onChoose }: { onChoose: (id: string) => void }) {
  const { microphones } = useDevices(true);
  const [chosen, setChosen] = useState(soundSettings().microphone);
  if (microphones.length < 2) return null;
  return (
    <Choice
      label="Microphone"
      devices={microphones}
      chosen={chosen}
      onChoose={(id) => {
        keepSoundSettings({ ...soundSettings(), microphone: id });
        setChosen(id);
        onChoose(id);
      }}
    />
  );
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
