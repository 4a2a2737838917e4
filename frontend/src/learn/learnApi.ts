import {
  AssessmentApi,
  configurationOf,
  DebriefApi as Debriefs,
  ExaminationApi,
  ResponseError,
  NotesApi as SessionNotes,
  type Assessment,
  type Rubric,
} from '@viva/client';
import { serverClock, type Access } from '../api/client';
import { mediaOf, type MediaReader } from '../media/readMedia';
import type { NotesApi } from '../notes/noteBook';
import type { DebriefApi } from './debriefReader';

const DEADLINE_MS = 15_000;

const init = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });

/** An assessment with its rubric as it is now. */
export interface Assessed {
  readonly assessment: Assessment;
  /** Undefined where it is not there any more. */
  readonly rubric: Rubric | undefined;
}

export interface LearnApi extends DebriefApi {
  readonly notes: NotesApi;
  readonly assessed: () => Promise<Assessed[]>;
  readonly media: MediaReader;
}

/** What a student learns from an encounter, by its grant or their own token. */
export function learnApi(sessionId: string, grant: Access): LearnApi {
  const configuration = configurationOf({ grant, fetch: serverClock.fetch });
  const debriefs = new Debriefs(configuration);
  const notes = new SessionNotes(configuration);
  const assessments = new AssessmentApi(configuration);
  return {
    debrief: () => debriefs.getDebrief({ sessionId }, init()),
    reflection: () => debriefs.getReflection({ sessionId }, init()),
    reflect: (newReflection) => debriefs.putReflection({ sessionId, newReflection }, init()),
    assessed: async () => {
      const list = (await assessments.listAssessments({ sessionId }, init())).assessments;
      const ids = [...new Set(list.map(({ rubricId }) => rubricId))];
      const rubrics = await Promise.all(
        ids.map((rubricId) => assessments.getRubric({ rubricId }, init()).catch(undefinedIfGone)),
      );
      return list.map((assessment) => {
        return { assessment, rubric: rubrics.find((one) => one?.rubricId === assessment.rubricId) };
      });
    },
    media: mediaOf(new ExaminationApi(configuration), sessionId),
    notes: {
      list: async () => (await notes.listNotes({ sessionId }, init())).notes,
      create: (newNote) => notes.createNote({ sessionId, newNote }, init()),
      remove: (noteId) => notes.deleteNote({ sessionId, noteId }, init()),
    },
  };
}

/** What was signed by a rubric is shown although faculty have removed it. */
function undefinedIfGone(error: unknown): undefined {
  if (error instanceof ResponseError && error.response.status === 404) return undefined;
  throw error;
}
