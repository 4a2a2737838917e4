import type { Exam } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { withChanges } from './withChanges';

const exam = (examId: string, released?: number): Exam => ({
  examId,
  title: examId,
  opensAt: new Date(0),
  closesAt: new Date(1),
  ...(released !== undefined && { releasedAt: new Date(released) }),
});
const attempts = [
  { sessionId: 'ses_1', code: 'AAAA-BBBB', name: 'Kim', startedAt: new Date(0), state: 'open' as const },
];

const was = (changed: Exam, set: boolean) => ({ exam: changed, set });

describe('the list of exams', () => {
  it('shows a release at once, with the attempts as they were read', () => {
    const listed = [{ exam: exam('exm_1'), attempts }];
    expect(withChanges(listed, [was(exam('exm_1', 5), false)])).toEqual([
      { exam: exam('exm_1', 5), attempts },
    ]);
  });

  it('shows the last release, also where the clock of the service was set back', () => {
    const released = [was(exam('exm_1', 9), false), was(exam('exm_1', 5), false)];
    expect(withChanges([{ exam: exam('exm_1'), attempts }], released)[0]?.exam).toEqual(exam('exm_1', 5));
  });

  it('begins with one that was set since', () => {
    const shown = withChanges([{ exam: exam('exm_1'), attempts }], [was(exam('exm_2'), true)]);
    expect(shown.map((one) => one.exam.examId)).toEqual(['exm_2', 'exm_1']);
  });

  it('does not take a released one that moved to another page for one that was set', () => {
    const listed = [{ exam: exam('exm_2'), attempts }];
    expect(withChanges(listed, [was(exam('exm_1', 5), false)])).toEqual(listed);
  });
});
