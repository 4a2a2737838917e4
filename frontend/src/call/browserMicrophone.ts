import type { Microphone } from './ports';
import { CallError, callTrouble, microphoneTrouble } from './troubles';

export interface BrowserMicrophone extends Microphone {
  readonly stream: MediaStream;
}

/** Asks for the microphone; a refusal is thrown in words. */
export async function openBrowserMicrophone(): Promise<BrowserMicrophone> {
  // Absent outside secure contexts: to the student that is the same as having none.
  if (!navigator.mediaDevices) throw new CallError(callTrouble('microphone_missing'));
  try {
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    return wrap(await navigator.mediaDevices.getUserMedia({ audio }));
  } catch (error) {
    throw new CallError(microphoneTrouble(error));
  }
}

function wrap(stream: MediaStream): BrowserMicrophone {
  const track = stream.getAudioTracks()[0];
  const meter = meterOf(stream);
  return {
    stream,
    level: () => meter.level(),
    setMuted(muted) {
      if (track) track.enabled = !muted;
    },
    onHealth(listener) {
      track?.addEventListener('mute', () => listener('muted-by-system'));
      track?.addEventListener('unmute', () => listener('ok'));
      track?.addEventListener('ended', () => listener('lost'));
    },
    stop() {
      stream.getTracks().forEach((t) => t.stop());
      meter.close();
    },
  };
}

interface Meter {
  level(): number;
  close(): void;
}

/** Loud enough to be no silence: without a meter nothing can be said about it. */
const UNMEASURED: Meter = { level: () => 0.02, close: () => undefined };

/** A browser without Web Audio, or with too many contexts, has no meter; the microphone still works. */
function meterOf(stream: MediaStream): Meter {
  try {
    return analysed(stream, new AudioContext());
  } catch {
    return UNMEASURED;
  }
}

function analysed(stream: MediaStream, context: AudioContext): Meter {
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      // Made before a gesture, a context may be asleep.
      if (context.state === 'suspended') context.resume().catch(() => undefined);
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, s) => sum + s * s, 0) / samples.length;
      // Speech is around -30 dB: the square root of the amplitude fills the meter evenly.
      return Math.min(1, Math.sqrt(Math.sqrt(power)) * 1.4);
    },
    close: () => void context.close().catch(() => undefined),
  };
}
