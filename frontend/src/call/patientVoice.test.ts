import { settle } from '@viva/client/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { canSetVolume, PatientVoice } from './patientVoice';

class FakeAudio {
  static last: FakeAudio;
  srcObject: unknown = null;
  onpause: () => void = () => undefined;
  onplaying: () => void = () => undefined;
  muted = false;
  volume = 1;
  sinkId = '';
  /** What the browser answers to the next tries to play; without one it plays. */
  readonly refusals: DOMException[] = [];
  plays = 0;

  constructor() {
    FakeAudio.last = this;
  }

  async play(): Promise<void> {
    this.plays += 1;
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
  }

  async setSinkId(id: string): Promise<void> {
    this.sinkId = id;
  }
}

/** Only the buttons of an iPhone set its volume. */
class FakePhone extends FakeAudio {
  constructor() {
    super();
    Object.defineProperty(this, 'volume', { get: () => 1, set() {} });
  }
}

const stream = (active = true) => ({ active }) as MediaStream;
let blocked: boolean;
let audible: boolean;
let voice: PatientVoice;

function open(Audio: typeof FakeAudio = FakeAudio): FakeAudio {
  vi.stubGlobal('Audio', Audio);
  voice = new PatientVoice({ onBlocked: (now) => (blocked = now), onAudible: (now) => (audible = now) });
  return FakeAudio.last;
}

beforeEach(() => {
  blocked = false;
});
afterEach(() => vi.unstubAllGlobals());

it('the sound of a newer call goes on when an older one closes late', () => {
  const audio = open();
  const [older, newer] = [stream(), stream()];
  voice.play(older);
  voice.play(newer);
  voice.stop(older);
  expect(audio.srcObject).toBe(newer);
  voice.stop(newer);
  expect(audio.srcObject).toBeNull();
});

describe('a patient whom the system pauses', () => {
  /** The browser refuses to play on without a gesture. */
  async function heldBack(): Promise<FakeAudio> {
    const audio = open();
    voice.play(stream());
    await settle();
    audio.refusals.push(new DOMException('', 'NotAllowedError'));
    audio.onpause();
    await settle();
    return audio;
  }

  it('is played again', async () => {
    const audio = open();
    voice.play(stream());
    await settle();
    audio.onpause();
    expect(audible).toBe(false);
    await settle();
    expect(audio.plays).toBe(2);
    expect([blocked, audible]).toEqual([false, true]);
  });

  it('is not heard until a gesture where the browser asks for one', async () => {
    await heldBack();
    expect([blocked, audible]).toEqual([true, false]);
    voice.allow();
    await settle();
    expect([blocked, audible]).toEqual([false, true]);
  });

  it('is heard again when the system itself goes on', async () => {
    const audio = await heldBack();
    audio.onplaying();
    expect([blocked, audible]).toEqual([false, true]);
  });

  it('is left alone once the call is over', async () => {
    const audio = open();
    const over = stream(false);
    voice.play(over);
    await settle();
    audio.onpause();
    voice.stop(over);
    audio.onpause();
    expect(audio.plays).toBe(1);
    expect(blocked).toBe(false);
  });
});

describe('a device whose volume a page cannot set', () => {
  it('is known', () => {
    open();
    expect(canSetVolume()).toBe(true);
    open(FakePhone);
    expect(canSetVolume()).toBe(false);
  });

  it('is silent all the same when the patient is turned down to nothing', () => {
    const audio = open(FakePhone);
    voice.change({ volume: 0 });
    expect(audio.muted).toBe(true);
    voice.change({ volume: 1 });
    expect(audio.muted).toBe(false);
  });
});

describe('the speaker that was chosen', () => {
  const [headset, desk] = [
    { id: 'headset', name: 'Headset' },
    { id: 'desk', name: 'Desk' },
  ];

  it('is used again once it is back', () => {
    const audio = open();
    voice.change({ speaker: 'headset' });
    voice.devicesChanged({ speakers: [desk!] });
    expect(audio.sinkId).toBe('');
    voice.devicesChanged({ speakers: [desk!, headset!] });
    expect(audio.sinkId).toBe('headset');
  });

  it('stays while the browser names none', () => {
    const audio = open();
    voice.change({ speaker: 'headset' });
    voice.devicesChanged({ speakers: [] });
    expect(audio.sinkId).toBe('headset');
  });

  it('can be left to the system again', () => {
    const audio = open();
    voice.change({ speaker: 'headset' });
    voice.change({ speaker: undefined });
    expect(audio.sinkId).toBe('');
  });
});
