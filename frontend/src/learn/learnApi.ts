import { configurationOf, DebriefApi as Debriefs, NotesApi as SessionNotes } from '@viva/client';
import { serverClock } from '../api/client';
import type { NotesApi } from '../notes/noteBook';
import type { DebriefApi } from './debriefReader';

const DEADLINE_MS = 15_000;

const init = () => ({ signal: AbortSignal.timeout(DEADLINE_MS) });

/** What a student learns from an encounter, by its grant or their own token. */
export function learnApi(sessionId: string, grant: string): DebriefApi & { readonly notes: NotesApi } {
  const configuration = configurationOf({ grant, fetch: serverClock.fetch });
  const debriefs = new Debriefs(configuration);
  const notes = new SessionNotes(configuration);
  return {
    debrief: () => debriefs.getDebrief({ sessionId }, init()),
    reflection: () => debriefs.getReflection({ sessionId }, init()),
    reflect: (newReflection) => debriefs.putReflection({ sessionId, newReflection }, init()),
    notes: {
      list: async () => (await notes.listNotes({ sessionId }, init())).notes,
      create: (newNote) => notes.createNote({ sessionId, newNote }, init()),
      remove: (noteId) => notes.deleteNote({ sessionId, noteId }, init()),
    },
  };
}
