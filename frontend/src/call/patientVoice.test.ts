import { afterEach, expect, it, vi } from 'vitest';
import { PatientVoice } from './patientVoice';

class FakeAudio {
  static last: FakeAudio;
  srcObject: unknown = null;
  play = async () => undefined;

  constructor() {
    FakeAudio.last = this;
  }
}

afterEach(() => vi.unstubAllGlobals());

it('the sound of a newer call goes on when an older one closes late', () => {
  vi.stubGlobal('Audio', FakeAudio);
  const voice = new PatientVoice({ onBlocked: () => undefined, onAudible: () => undefined });
  const [older, newer] = [{}, {}] as MediaStream[];
  voice.play(older!);
  voice.play(newer!);
  voice.stop(older!);
  expect(FakeAudio.last.srcObject).toBe(newer);
  voice.stop(newer!);
  expect(FakeAudio.last.srcObject).toBeNull();
});
