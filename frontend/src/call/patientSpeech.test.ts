import { FakeClock } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { PatientSpeech, type SpeechState } from './patientSpeech';

const WORDS = 'It started three weeks ago on the stairs.';
let clock: FakeClock;
let speech: PatientSpeech;
let state: SpeechState | undefined;
const shown = () => {
  const letters = state?.heard.get('item_1');
  return letters === undefined ? WORDS : WORDS.slice(0, letters);
};

beforeEach(() => {
  clock = new FakeClock();
  state = undefined;
  speech = new PatientSpeech(clock, (now) => (state = now));
});

describe('the patient’s words', () => {
  it('appear as they are spoken, whole words at a time', async () => {
    speech.answer('item_1', 'resp_1', WORDS);
    expect(shown()).toBe('');
    speech.playback('resp_1', true, false);
    await clock.move(1_000);
    expect(shown()).toBe('It started three');
    expect(state?.speaking).toBe(true);
    speech.playback('resp_1', false, false);
    expect(shown()).toBe(WORDS);
    expect(state?.speaking).toBe(false);
    expect(speech.busy).toBe(false);
  });

  it('keep to the pace of this voice after its first answer', async () => {
    speech.answer('item_0', 'resp_0', 'a'.repeat(100));
    speech.playback('resp_0', true, false);
    await clock.move(10_000);
    speech.playback('resp_0', false, false);
    speech.answer('item_1', 'resp_1', WORDS);
    speech.playback('resp_1', true, false);
    await clock.move(1_000);
    expect(shown()).toBe('It started');
  });

  it('appear letter by letter in a language without spaces', async () => {
    const chinese = '三个星期前我下楼梯的时候开始疼的，后来越来越厉害，晚上也睡不好。';
    speech.answer('item_0', 'resp_0', chinese);
    speech.playback('resp_0', true, false);
    await clock.move(8_000);
    speech.playback('resp_0', false, false);
    speech.answer('item_1', 'resp_1', chinese);
    speech.playback('resp_1', true, false);
    await clock.move(2_000);
    expect(state?.heard.get('item_1')).toBe(8);
    await clock.move(5_000);
    expect(state).toMatchObject({ speaking: true });
  });

  it('never show half a letter', async () => {
    speech.answer('item_1', 'resp_1', `a${'𠮷'.repeat(60)}`);
    speech.playback('resp_1', true, false);
    for (let i = 0; i < 20; i++) {
      await clock.move(120);
      expect(state!.heard.get('item_1')! % 2).toBe(1);
    }
  });

  it('are still being heard when the voice is slow', async () => {
    speech.answer('item_1', 'resp_1', '三'.repeat(60));
    speech.playback('resp_1', true, false);
    await clock.move(19_000);
    expect(state).toMatchObject({ speaking: true });
  });

  it('wait for the answer before them', async () => {
    speech.answer('item_0', 'resp_0', WORDS);
    speech.playback('resp_0', true, false);
    speech.answer('item_1', 'resp_1', WORDS);
    await clock.move(3_000);
    expect(shown()).toBe('');
    speech.playback('resp_0', false, false);
    speech.playback('resp_1', true, false);
    await clock.move(1_000);
    expect(shown()).not.toBe('');
  });

  it('appear at once when nobody hears them', () => {
    speech.setAudible(false);
    speech.answer('item_1', 'resp_1', WORDS);
    speech.playback('resp_1', true, false);
    expect(shown()).toBe(WORDS);
    expect(speech.busy).toBe(false);
    expect(speech.heardNow).toBe(false);
  });

  it('appear when the sound is turned off while they are spoken', () => {
    speech.answer('item_1', 'resp_1', WORDS);
    speech.playback('resp_1', true, false);
    expect(shown()).not.toBe(WORDS);
    speech.setAudible(false);
    expect(shown()).toBe(WORDS);
  });

  it('appear without a sound that does not come', async () => {
    speech.answer('item_1', 'resp_1', WORDS);
    await clock.move(3_000);
    expect(shown()).toBe(WORDS);
    expect(speech.busy).toBe(false);
  });

  it('are whole after they were cut off, and so are those that waited behind them', () => {
    speech.answer('item_0', 'resp_0', WORDS);
    speech.playback('resp_0', true, false);
    speech.answer('item_1', 'resp_1', WORDS);
    speech.playback('resp_0', false, true);
    expect(shown()).toBe(WORDS);
    expect(speech.busy).toBe(false);
  });

  it('do not wait for ever for the event that ends the sound', async () => {
    speech.answer('item_1', 'resp_1', WORDS);
    speech.playback('resp_1', true, false);
    await clock.move(30_000);
    expect(state).toMatchObject({ speaking: false });
    expect(shown()).toBe(WORDS);
  });

  it('know where they are cut', async () => {
    speech.answer('item_1', 'resp_1', WORDS);
    speech.playback('resp_1', true, false);
    await clock.move(1_000);
    expect(speech.current).toEqual({ itemId: 'item_1', playedMs: 1_000 });
  });
});
