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

describe('the list of exams', () => {
  it('shows a release at once, with the attempts as they were read', () => {
    expect(withChanges([{ exam: exam('exm_1'), attempts }], [exam('exm_1', 5)])).toEqual([
      { exam: exam('exm_1', 5), attempts },
    ]);
  });

  it('keeps what was read later', () => {
    const read = [{ exam: exam('exm_1', 9), attempts }];
    expect(withChanges(read, [exam('exm_1'), exam('exm_1', 5)])).toEqual(read);
  });

  it('begins with one that was set since', () => {
    const shown = withChanges([{ exam: exam('exm_1'), attempts }], [exam('exm_2')]);
    expect(shown.map((one) => one.exam.examId)).toEqual(['exm_2', 'exm_1']);
  });
});
