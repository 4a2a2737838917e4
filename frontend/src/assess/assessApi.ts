import { AssessmentApi, DebriefApi } from '@viva/client';
import type { Assessment, Configuration, Debrief, NewAssessment, Rubric, RubricSummary } from '@viva/client';

const DEADLINE_MS = 15_000;

const init = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });

export interface AssessApi {
  rubrics(): Promise<RubricSummary[]>;
  rubric(rubricId: string): Promise<Rubric>;
  /** Of one session, as far as the rater may see them. */
  assessments(sessionId: string): Promise<Assessment[]>;
  debrief(sessionId: string): Promise<Debrief>;
  /** @param etag of what was changed; undefined to begin a version */
  assess(sessionId: string, assessment: NewAssessment, etag: string | undefined): Promise<Assessment>;
}

export function assessApi(configuration: Configuration): AssessApi {
  const api = new AssessmentApi(configuration);
  const debriefs = new DebriefApi(configuration);
  return {
    rubrics: async () => (await api.listRubrics({}, init())).rubrics,
    rubric: (rubricId) => api.getRubric({ rubricId }, init()),
    assessments: async (sessionId) => (await api.listAssessments({ sessionId }, init())).assessments,
    debrief: (sessionId) => debriefs.getDebrief({ sessionId }, init()),
    assess: (sessionId, newAssessment, etag) => {
      const standing = etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: `"${etag}"` };
      return api.assess({ sessionId, newAssessment, ...standing }, init());
    },
  };
}
