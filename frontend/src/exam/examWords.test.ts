import type { Exam } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { canBegin, isCaseMissing, standingOf, standingWords, windowWords } from './examWords';

const at = (time: string) => new Date(`2026-11-02T${time}:00`);
const EXAM = { opensAt: at('09:00'), closesAt: at('12:00') };

describe('the window of an exam', () => {
  it.each([
    ['08:59', 'early'],
    ['09:00', 'open'],
    ['11:59', 'open'],
    ['12:00', 'over'],
  ])('at %s it is %s', (time, standing) => {
    expect(standingOf(EXAM, at(time).getTime())).toBe(standing);
  });

  it('names the button to begin with only where its case is there', () => {
    const exam = { ...EXAM, examId: 'exm_1', title: 'OSCE' };
    expect(standingWords({ ...exam, scenarioId: 'knee' }, 'open', false)).toContain('press the button below');
    expect(standingWords(exam, 'open', false)).toContain('appear here in a moment');
    expect(standingWords(exam, 'open', true)).toContain('tries again by itself');
  });

  it('stays as it is when the exam is released before it closes', () => {
    const released: Exam = { ...EXAM, examId: 'exm_1', title: 'OSCE', releasedAt: at('10:00') };
    const shown = { ...released, scenarioId: 'knee' };
    expect(canBegin(shown, 'open')).toBe(true);
    expect(canBegin(shown, 'early')).toBe(false);
    expect(canBegin(shown, 'over')).toBe(false);
    expect(isCaseMissing(released, 'open')).toBe(true);
    expect(standingWords(released, 'early', false)).toContain('not open yet');
    expect(standingWords(shown, 'open', false)).toMatch(/press the button below.*the results are there/);
    expect(standingWords(released, 'open', false)).toContain('appear here in a moment');
    expect(standingWords(shown, 'over', false)).toMatch(/^The results are there/);
  });

  it('is told with its zone, and the second day alone where there is one', () => {
    expect(windowWords(EXAM)).toMatch(/2026.* to [^2]*12\D00.*\(.+\)$/);
    expect(windowWords({ ...EXAM, closesAt: new Date('2026-11-03T12:00:00') })).toMatch(/2026.* to .*2026/);
  });
});
