import { AuditApi, DebriefApi as Debriefs, NotesApi as SessionNotes } from '@viva/client';
import type { AuditPage, Configuration, DebriefRelease, DebriefReleaseState } from '@viva/client';
import type { DebriefApi } from '../learn/debriefReader';
import type { NotesApi } from '../notes/noteBook';

const DEADLINE_MS = 15_000;

const init = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });

/** What faculty do with one encounter after it. */
export interface ReviewApi extends Pick<DebriefApi, 'debrief' | 'reflection'> {
  released(): Promise<DebriefReleaseState>;
  release(answers: boolean): Promise<DebriefRelease>;
  /** The newest entries of the audit trail, or those after a cursor. */
  audit(cursor?: string): Promise<AuditPage>;
  readonly notes: NotesApi;
}

export function reviewApi(configuration: Configuration, sessionId: string): ReviewApi {
  const debriefs = new Debriefs(configuration);
  const notes = new SessionNotes(configuration);
  const trail = new AuditApi(configuration);
  return {
    debrief: () => debriefs.getDebrief({ sessionId }, init()),
    reflection: () => debriefs.getReflection({ sessionId }, init()),
    released: () => debriefs.getDebriefRelease({ sessionId }, init()),
    release: (answers) => debriefs.releaseDebrief({ sessionId, newRelease: { answers } }, init()),
    audit: (cursor) => trail.listAudit({ sessionId, limit: 100, ...(cursor && { cursor }) }, init()),
    notes: {
      list: async () => (await notes.listNotes({ sessionId }, init())).notes,
      create: (newNote) => notes.createNote({ sessionId, newNote }, init()),
      remove: (noteId) => notes.deleteNote({ sessionId, noteId }, init()),
    },
  };
}
