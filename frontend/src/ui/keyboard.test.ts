import { expect, it } from 'vitest';
import { isComposing } from './keyboard';

it.each([
  ['Enter alone', false, 13, false],
  ['a key while words are composed', true, 229, true],
  ['the Enter that chooses a word in Safari, after the composition', false, 229, true],
])('tells %s', (_, composing, keyCode, expected) => {
  expect(isComposing({ isComposing: composing, keyCode })).toBe(expected);
});
