import { expect, it } from 'vitest';
import { atTime, count, dayAndTime, duration, timeOfDay } from './words';

it.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [59.6, '1 minute'],
  [3_570, '1 hour'],
  [3_661, '1 hour 1 minute'],
  [7_200, '2 hours'],
  [21_083, '5 hours 51 minutes'],
])('says %d seconds in words', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

it.each([
  [0, '0 lines wait'],
  [1, '1 line waits'],
  [2, '2 lines wait'],
])('agrees the verb with %d lines', (n, words) => {
  expect(count(n, 'line', ['waits', 'wait'])).toBe(words);
});

it('counts without a verb', () => {
  expect(count(1, 'line')).toBe('1 line');
});

it('tells a time of today without the day, and of another day with it', () => {
  const time = (day: number, hours: number) => new Date(2026, 10, day, hours);
  const now = time(2, 23).getTime();
  expect(atTime(time(2, 0), now)).toBe(`at ${timeOfDay(time(2, 0))}`);
  for (const other of [time(1, 23), time(3, 0), new Date(2025, 10, 2, 23)])
    expect(atTime(other, now)).toBe(`on ${dayAndTime(other)}`);
});
