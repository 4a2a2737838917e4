import { describe, expect, it } from 'vitest';
import { changesIn, standingOf, windowWords } from './examWords';

const at = (time: string) => new Date(`2026-11-02T${time}:00`);
const EXAM = { opensAt: at('09:00'), closesAt: at('12:00') };
const MINUTE = 60_000;

describe('the window of an exam', () => {
  it.each([
    ['08:59', 'early', MINUTE],
    ['09:00', 'open', 180 * MINUTE],
    ['11:59', 'open', MINUTE],
    ['12:00', 'over', undefined],
  ])('at %s it is %s', (time, standing, wait) => {
    expect(standingOf(EXAM, at(time).getTime())).toBe(standing);
    expect(changesIn(EXAM, at(time).getTime())).toBe(wait);
  });

  it('waits for a day that is far away no longer than a timer can', () => {
    const far = { opensAt: new Date(9e12), closesAt: new Date(9e12 + 1) };
    expect(changesIn(far, 0)).toBe(2 ** 31 - 1);
  });

  it('is told with its zone, and the second day alone where there is one', () => {
    expect(windowWords(EXAM)).toMatch(/2026.* to [^2]*12\D00.*\(.+\)$/);
    expect(windowWords({ ...EXAM, closesAt: new Date('2026-11-03T12:00:00') })).toMatch(/2026.* to .*2026/);
  });
});
