import { AssessmentApi } from '@viva/client';
import type { Assessment, Configuration, NewAssessment, Rubric, RubricSummary } from '@viva/client';

const DEADLINE_MS = 15_000;

const init = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });

export interface AssessApi {
  rubrics(): Promise<RubricSummary[]>;
  rubric(rubricId: string): Promise<Rubric>;
  /** Of one session, as far as the rater may see them. */
  assessments(sessionId: string): Promise<Assessment[]>;
  assess(sessionId: string, assessment: NewAssessment): Promise<Assessment>;
}

export function assessApi(configuration: Configuration): AssessApi {
  const api = new AssessmentApi(configuration);
  return {
    rubrics: async () => (await api.listRubrics({}, init())).rubrics,
    rubric: (rubricId) => api.getRubric({ rubricId }, init()),
    assessments: async (sessionId) => (await api.listAssessments({ sessionId }, init())).assessments,
    assess: (sessionId, newAssessment) => api.assess({ sessionId, newAssessment }, init()),
  };
}
