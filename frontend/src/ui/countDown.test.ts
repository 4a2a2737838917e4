import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { countDown } from './TroubleNote';

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

it('counts down the seconds of a wait', () => {
  const shown: number[] = [];
  const stop = countDown(Date.now() + 2_000, (seconds) => shown.push(seconds));
  vi.advanceTimersByTime(2_000);
  stop();
  vi.advanceTimersByTime(2_000);
  expect(shown).toEqual([2, 2, 1, 1, 0]);
});

it('is over once the clock of the device was set back, and not by a small correction', () => {
  const shown: number[] = [];
  countDown(Date.now() + 30_000, (seconds) => shown.push(seconds));
  vi.setSystemTime(Date.now() - 600);
  vi.advanceTimersByTime(500);
  expect(shown.at(-1)).toBe(31);
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(500);
  expect(shown.at(-1)).toBe(0);
});
