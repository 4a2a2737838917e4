import { SYSTEMS, type Microphone, type MicrophoneHealth } from './ports';
import { soundSettings } from '../device/sound';
import { CallError, callTrouble, microphoneTrouble } from './troubles';

export interface BrowserMicrophone extends Microphone {
  readonly stream: MediaStream;
}

/**
 * Asks for a microphone; a refusal is thrown in words.
 *
 * @param deviceId exactly this one, or the system's; without it the one that was chosen before, else the system's
 */
export async function openBrowserMicrophone(deviceId?: string): Promise<BrowserMicrophone> {
  // Absent outside secure contexts: to the student that is the same as having none.
  if (!navigator.mediaDevices) throw new CallError(callTrouble('microphone_missing'));
  try {
    const audio: MediaTrackConstraints = {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    };
    const chosen = soundSettings().microphone;
    if (deviceId) audio.deviceId = { exact: deviceId };
    else if (chosen && deviceId !== SYSTEMS) audio.deviceId = { ideal: chosen };
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
    peak: () => meter.peak(),
    setMuted(muted) {
      if (track) track.enabled = !muted;
    },
    onHealth(listener) {
      if (!track) return;
      const tell = () => listener(healthOf(track));
      for (const change of ['mute', 'unmute', 'ended']) track.addEventListener(change, tell);
      // It may be muted or gone already.
      if (healthOf(track) !== 'ok') tell();
    },
    stop() {
      stream.getTracks().forEach((t) => t.stop());
      meter.close();
    },
  };
}

function healthOf({ readyState, muted }: MediaStreamTrack): MicrophoneHealth {
  if (readyState === 'ended') return 'lost';
  return muted ? 'muted-by-system' : 'ok';
}

interface Meter {
  level(): number;
  peak(): number;
  close(): void;
}

/** Loud enough to be no silence: without a meter nothing can be said about it. */
const UNMEASURED: Meter = { level: () => 0.02, peak: () => 0.02, close: () => undefined };

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
  analyser.fftSize = 32_768; // At 48 kHz the last 0.7 seconds.
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const read = () => {
    // Made before a gesture, a context may be asleep; a phone call interrupts it.
    if (context.state !== 'running') context.resume().catch(() => undefined);
    analyser.getFloatTimeDomainData(samples);
    return samples;
  };
  return {
    level: () => loudness(read().subarray(-NEWEST)),
    peak() {
      const all = read();
      let loudest = 0;
      for (let at = 0; at < all.length; at += NEWEST)
        loudest = Math.max(loudest, loudness(all.subarray(at, at + NEWEST)));
      return loudest;
    },
    close: () => void context.close().catch(() => undefined),
  };
}

const NEWEST = 512;

/** Speech is around -30 dB: the square root of the amplitude fills the meter evenly. */
function loudness(samples: Float32Array): number {
  let power = 0;
  for (const sample of samples) power += (sample * sample) / samples.length;
  return Math.min(1, Math.sqrt(Math.sqrt(power)) * 1.4);
}
