import type { Exam, ExamWithAttempts } from '@viva/client';

/** What the service has answered about one exam: that it is set, or released. */
export interface Change {
  readonly exam: Exam;
  readonly set: boolean;
}

/**
 * The list as the service gave it, with what it has answered since. A released one that is not listed is on a page that
 * was not read: nothing is known of its attempts.
 */
export function withChanges(
  listed: readonly ExamWithAttempts[],
  changes: readonly Change[],
): readonly ExamWithAttempts[] {
  return changes.reduce<readonly ExamWithAttempts[]>((all, { exam, set }) => {
    const isListed = all.some((one) => one.exam.examId === exam.examId);
    if (set) return isListed ? all : [{ exam, attempts: [] }, ...all];
    return all.map((one) => (one.exam.examId === exam.examId ? { ...one, exam } : one));
  }, listed);
}
