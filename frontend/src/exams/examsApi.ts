import { ExamsApi as Exams } from '@viva/client';
import type { Configuration, Exam, NewExam } from '@viva/client';
import { readPages, type ListedExams } from './pages';

const DEADLINE_MS = 15_000;

const init = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });

export interface ExamsApi {
  /** The newest first, as many pages as are wanted. */
  list(pages: number): Promise<ListedExams>;
  create(exam: NewExam): Promise<Exam>;
  release(examId: string, answers: boolean): Promise<Exam>;
}

export function examsApi(configuration: Configuration): ExamsApi {
  const exams = new Exams(configuration);
  return {
    list: (pages) => readPages((cursor) => exams.listExams({ ...(cursor && { cursor }) }, init()), pages),
    create: (newExam) => exams.createExam({ newExam }, init()),
    release: (examId, answers) => exams.releaseExam({ examId, newRelease: { answers } }, init()),
  };
}
