import { expect, it } from 'vitest';
import { digestOf } from './digest';

it('is the one that the contract’s example of a transcript has', async () => {
  const lines = [
    { itemId: 'item_C1', role: 'student', text: 'Grüß Gott, what brings you in?' },
    { itemId: 'item_C2', role: 'patient', text: 'It is my knee.\nThe left one.' },
    { itemId: 'item_C3', role: 'student', text: '👍' },
  ] as const;
  expect(await digestOf(lines)).toBe('fb777c47fc8f43814ace6aa4c8116fab5d18a32a0f3f223545c189dfedd526af');
});
