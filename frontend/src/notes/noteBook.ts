import type { NewNote, Note } from '@viva/client';
import { randomLetters, type RandomBytes } from '../call/typing';
import { troubleOf, type Trouble } from '../api/problems';
import { Store } from '../ui/store';

/** The operations on the notes of one session. */
export interface NotesApi {
  list(): Promise<Note[]>;
  create(note: NewNote): Promise<Note>;
  remove(noteId: string): Promise<void>;
}

export interface Notes {
  /** Undefined until they are read. */
  readonly notes?: readonly Note[];
  /** Why they could not be read, or one could not be deleted. */
  readonly trouble?: Trouble | undefined;
  /** The ids of those that are being deleted. */
  readonly deleting: ReadonlySet<string>;
}

export type Written = Omit<NewNote, 'noteId'>;

const NO_ROOM = 'There is no room for another note. Delete one of yours, or ask another author to.';

/** The notes on one session that the reader may see. */
export class NoteBook {
  readonly store = new Store<Notes>({ deleting: new Set() });
  private last: { readonly written: string; readonly noteId: string } | undefined;

  constructor(
    private readonly api: NotesApi,
    private readonly randomBytes: RandomBytes = (n) => crypto.getRandomValues(new Uint8Array(n)),
  ) {}

  /** Never throws. */
  async read(): Promise<void> {
    try {
      this.store.set({ notes: await this.api.list(), trouble: undefined });
    } catch (error) {
      this.store.set({ trouble: await troubleOf(error) });
    }
  }

  /** Answers why the note could not be written; undefined when it is stored. The same note again is stored once. */
  async write(written: Written): Promise<Trouble | undefined> {
    try {
      const note = await this.api.create({ ...written, noteId: this.idOf(written) });
      this.last = undefined;
      const others = (this.store.get().notes ?? []).filter(({ noteId }) => noteId !== note.noteId);
      this.store.set({ notes: [...others, note] });
      return undefined;
    } catch (error) {
      const trouble = await troubleOf(error);
      return trouble.code === 'session_full' ? { ...trouble, words: NO_ROOM } : trouble;
    }
  }

  /** Never throws. Once at a time for each note; one that is gone already counts as deleted. */
  async remove(noteId: string): Promise<void> {
    const { deleting } = this.store.get();
    if (deleting.has(noteId)) return;
    this.store.set({ deleting: new Set([...deleting, noteId]) });
    const trouble = await this.tryRemove(noteId);
    const { notes, deleting: still } = this.store.get();
    this.store.set({
      ...(!trouble && { notes: notes?.filter((note) => note.noteId !== noteId) ?? [] }),
      trouble,
      deleting: new Set([...still].filter((one) => one !== noteId)),
    });
  }

  private async tryRemove(noteId: string): Promise<Trouble | undefined> {
    try {
      await this.api.remove(noteId);
      return undefined;
    } catch (error) {
      const trouble = await troubleOf(error);
      return trouble.status === 404 ? undefined : trouble;
    }
  }

  /** The same until the note is stored, so that one whose answer was lost is not written twice. */
  private idOf(note: Written): string {
    const written = JSON.stringify(note);
    if (this.last?.written !== written)
      this.last = { written, noteId: `note_${randomLetters(22, this.randomBytes)}` };
    return this.last.noteId;
  }
}

/** The notes on one line, or those on the session as a whole. */
export function notesOn(notes: readonly Note[] | undefined, itemId: string | undefined): Note[] {
  return (notes ?? []).filter(({ anchor }) => anchor?.itemId === itemId);
}
