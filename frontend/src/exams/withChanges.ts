import type { Exam, ExamWithAttempts } from '@viva/client';

const releasedAt = (exam: Exam) => exam.releasedAt?.getTime() ?? 0;

/** The list as the service gave it, with what it has answered since about one exam: that it is set, or released. */
export function withChanges(
  listed: readonly ExamWithAttempts[],
  changes: readonly Exam[],
): readonly ExamWithAttempts[] {
  return changes.reduce<readonly ExamWithAttempts[]>((all, exam) => {
    if (!all.some((one) => one.exam.examId === exam.examId)) return [{ exam, attempts: [] }, ...all];
    return all.map((one) =>
      one.exam.examId === exam.examId && releasedAt(exam) > releasedAt(one.exam) ? { ...one, exam } : one,
    );
  }, listed);
}
