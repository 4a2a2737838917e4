import { expect, it } from 'vitest';
import { firstClick } from './firstClick';

it.each([
  ['a key', 0, 1],
  ['a click', 1, 1],
  ['the second click of a double click', 2, 0],
  ['the click after that', 3, 0],
])('lets %s through, if it is the first', (_, detail, times) => {
  let acts = 0;
  firstClick(() => (acts += 1))({ detail });
  expect(acts).toBe(times);
});
