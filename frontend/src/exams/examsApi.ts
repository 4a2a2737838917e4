import { ExamsApi as Exams } from '@viva/client';
import type { Configuration, Exam, ExamWithAttempts, NewExam } from '@viva/client';

const DEADLINE_MS = 15_000;

const init = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });

export interface ExamsApi {
  /** The newest first. */
  list(): Promise<ExamWithAttempts[]>;
  create(exam: NewExam): Promise<Exam>;
  release(examId: string, answers: boolean): Promise<Exam>;
}

export function examsApi(configuration: Configuration): ExamsApi {
  const exams = new Exams(configuration);
  return {
    list: async () => (await exams.listExams(init())).exams,
    create: (newExam) => exams.createExam({ newExam }, init()),
    release: (examId, answers) => exams.releaseExam({ examId, newRelease: { answers } }, init()),
  };
}
