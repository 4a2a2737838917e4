import { AssessmentApi, DebriefApi, ReviewsApi } from '@viva/client';
import type {
  AiReview,
  Assessment,
  Configuration,
  Debrief,
  NewAssessment,
  Review,
  Rubric,
  RubricSummary,
} from '@viva/client';
import { openApi } from '../api/client';

const DEADLINE_MS = 15_000;

const init = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });

export interface AssessApi {
  rubrics(): Promise<RubricSummary[]>;
  rubric(rubricId: string): Promise<Rubric>;
  /** Of one session, as far as the rater may see them. */
  assessments(sessionId: string): Promise<Assessment[]>;
  debrief(sessionId: string): Promise<Debrief>;
  /** The model that may be asked for proposals; undefined where there is none. */
  reader(): Promise<AiReview | undefined>;
  /** Asks the model about every criterion that has no answer yet. */
  propose(sessionId: string, rubricId: string): Promise<Review>;
  /** What was asked for before, the newest first. */
  proposed(sessionId: string): Promise<Review[]>;
  /** @param etag of what was changed; undefined to begin a version */
  assess(sessionId: string, assessment: NewAssessment, etag: string | undefined): Promise<Assessment>;
}

export function assessApi(configuration: Configuration): AssessApi {
  const api = new AssessmentApi(configuration);
  const debriefs = new DebriefApi(configuration);
  const reviews = new ReviewsApi(configuration);
  return {
    rubrics: async () => (await api.listRubrics({}, init())).rubrics,
    rubric: (rubricId) => api.getRubric({ rubricId }, init()),
    assessments: async (sessionId) => (await api.listAssessments({ sessionId }, init())).assessments,
    debrief: (sessionId) => debriefs.getDebrief({ sessionId }, init()),
    reader: async () => (await openApi.deployment.getDeployment(init())).aiReview,
    propose: (sessionId, rubricId) => reviews.reviewSession({ sessionId, newReview: { rubricId } }, init()),
    proposed: async (sessionId) => (await reviews.listReviews({ sessionId }, init())).reviews,
    assess: (sessionId, newAssessment, etag) => {
      const standing = etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: `"${etag}"` };
      return api.assess({ sessionId, newAssessment, ...standing }, init());
    },
  };
}
