import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTab } from '../testing/fakeFaculty';
import { keepSoundSettings } from '../device/sound';
import { openBrowserMicrophone } from './browserMicrophone';
import { SYSTEMS, type MicrophoneHealth } from './ports';

class FakeTrack extends EventTarget {
  readyState = 'live';
  muted = false;
  enabled = true;
  stop(): void {
    this.readyState = 'ended';
  }
}

class FakeContext {
  static last: FakeContext;
  state = 'running';
  resumed = 0;
  constructor() {
    FakeContext.last = this;
  }
  createAnalyser = () => ({ fftSize: 0, getFloatTimeDomainData: () => undefined });
  createMediaStreamSource = () => ({ connect: () => undefined });
  async resume(): Promise<void> {
    this.resumed += 1;
  }
}

let track: FakeTrack;
let asked: MediaStreamConstraints[];

beforeEach(() => {
  track = new FakeTrack();
  asked = [];
  const stream = { getAudioTracks: () => [track], getTracks: () => [track] };
  const getUserMedia = async (constraints: MediaStreamConstraints) => {
    asked.push(constraints);
    return stream;
  };
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  vi.stubGlobal('AudioContext', FakeContext);
  vi.stubGlobal('localStorage', new FakeTab());
});
afterEach(() => vi.unstubAllGlobals());

describe('the health of a microphone', () => {
  async function healthOf(): Promise<MicrophoneHealth[]> {
    const told: MicrophoneHealth[] = [];
    (await openBrowserMicrophone()).onHealth((health) => told.push(health));
    return told;
  }

  it('is told when it changes', async () => {
    const told = await healthOf();
    expect(told).toEqual([]);
    track.muted = true;
    track.dispatchEvent(new Event('mute'));
    track.muted = false;
    track.dispatchEvent(new Event('unmute'));
    track.stop();
    track.dispatchEvent(new Event('ended'));
    expect(told).toEqual(['muted-by-system', 'ok', 'lost']);
  });

  it.each([
    ['muted', () => (track.muted = true), 'muted-by-system'],
    ['gone', () => track.stop(), 'lost'],
  ])('is told at once of one that is %s already', async (_, change, health) => {
    change();
    expect(await healthOf()).toEqual([health]);
  });
});

it.each(['suspended', 'interrupted'])('the meter goes on after it was %s', async (state) => {
  const microphone = await openBrowserMicrophone();
  microphone.peak();
  expect(FakeContext.last.resumed).toBe(0);
  FakeContext.last.state = state;
  microphone.peak();
  expect(FakeContext.last.resumed).toBe(1);
});

it.each([
  ['the one that was chosen before', undefined, { ideal: 'headset' }],
  ['exactly the one that is chosen now', 'camera', { exact: 'camera' }],
  ['the system’s, when that is chosen', SYSTEMS, undefined],
])('a microphone is %s', async (_, deviceId, wanted) => {
  keepSoundSettings({ muted: false, volume: 1, microphone: 'headset' });
  await openBrowserMicrophone(deviceId);
  expect((asked[0]!.audio as MediaTrackConstraints).deviceId).toEqual(wanted);
});
