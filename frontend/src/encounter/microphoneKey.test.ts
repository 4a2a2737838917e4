import type { KeyboardEvent } from 'react';
import { describe, expect, it } from 'vitest';
import type { MicrophoneState } from '../call/microphoneWatch';
import { microphoneKey } from './microphoneKey';

const ON: MicrophoneState = { muted: false, health: 'ok', silent: false };

/** What pressing a key does to the microphone, if anything. */
function pressed(more: object, microphone: MicrophoneState | null = ON, typing = false): boolean[] {
  const asked: boolean[] = [];
  const event = { key: 'm', repeat: false, target: { matches: () => typing }, ...more };
  const handle = microphoneKey({ mute: (muted) => void asked.push(muted) }, microphone ?? undefined);
  handle(event as unknown as KeyboardEvent<HTMLElement>);
  return asked;
}

describe('the M key among the controls', () => {
  it('mutes and unmutes', () => {
    expect(pressed({})).toEqual([true]);
    expect(pressed({ key: 'M' }, { ...ON, muted: true })).toEqual([false]);
  });

  it.each([[{ key: 'n' }], [{ repeat: true }], [{ ctrlKey: true }], [{ metaKey: true }], [{ altKey: true }]])(
    'is not %j',
    (more) => {
      expect(pressed(more)).toEqual([]);
    },
  );

  it('types a letter in text fields', () => {
    expect(pressed({}, ON, true)).toEqual([]);
  });

  it('does nothing without a microphone in the call', () => {
    expect(pressed({}, null)).toEqual([]);
  });
});
