import type { NewNote, Note } from '@viva/client';
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

const NOT_DELETED = 'A note could not be deleted.';

/** Among the ids of notes, the reading of them all. */
const READING = '';

type Change = (notes: readonly Note[]) => readonly Note[];

/** The notes on one session that the reader may see. */
export class NoteBook {
  readonly store = new Store<Notes>({ deleting: new Set() });
  /** What was written and deleted here, in order: a list that was asked for before does not have it. */
  private readonly changes: Change[] = [];
  /** A late list must not hide a newer one. */
  private attempt = 0;
  /** Why each thing failed that can be tried again: the deletion of a note, by its id, or the reading of them. */
  private readonly failures = new Map<string, Trouble>();

  /** @param tell puts a failure into words for the reader */
  constructor(
    private readonly api: NotesApi,
    private readonly tell: (error: unknown) => Promise<Trouble> = troubleOf,
  ) {}

  /** Never throws. */
  async read(): Promise<void> {
    const since = this.changes.length;
    const attempt = ++this.attempt;
    try {
      const listed = await this.api.list();
      if (attempt !== this.attempt) return;
      const notes = this.changes.slice(since).reduce<readonly Note[]>((now, change) => change(now), listed);
      const gone = [...this.failures.keys()].filter((what) => !notes.some(({ noteId }) => noteId === what));
      gone.forEach((what) => this.failures.delete(what));
      this.store.set({ notes, trouble: this.trouble });
    } catch (error) {
      const trouble = await this.tell(error);
      if (attempt !== this.attempt) return;
      this.failures.set(READING, trouble);
      this.store.set({ trouble: this.trouble });
    }
  }

  /** Repeats what has failed. Never throws. */
  async again(): Promise<void> {
    const failed = [...this.failures.keys()];
    await Promise.all(failed.map((what) => (what === READING ? this.read() : this.remove(what))));
  }

  /** Answers why the note could not be written; undefined when it is stored. The same note again is stored once. */
  async write(written: NewNote): Promise<Trouble | undefined> {
    try {
      const note = await this.api.create(written);
      this.change((notes) => [...notes.filter(({ noteId }) => noteId !== note.noteId), note]);
      return undefined;
    } catch (error) {
      const trouble = await this.tell(error);
      return trouble.code === 'session_full' ? { ...trouble, words: NO_ROOM } : trouble;
    }
  }

  /** Answers why a note that may be stored could not be taken back; undefined when it is gone. */
  async takeBack(noteId: string): Promise<Trouble | undefined> {
    const trouble = await this.tryRemove(noteId);
    if (!trouble) this.change((notes) => notes.filter((note) => note.noteId !== noteId));
    return trouble;
  }

  /** Never throws. Once at a time for each note; one that is gone already counts as deleted. */
  async remove(noteId: string): Promise<void> {
    const { deleting } = this.store.get();
    if (deleting.has(noteId)) return;
    this.store.set({ deleting: new Set([...deleting, noteId]) });
    const trouble = await this.tryRemove(noteId);
    if (trouble) this.failures.set(noteId, { ...trouble, words: `${NOT_DELETED} ${trouble.words}` });
    else {
      this.failures.delete(noteId);
      this.change((notes) => notes.filter((note) => note.noteId !== noteId));
    }
    const { deleting: still } = this.store.get();
    this.store.set({
      trouble: this.trouble,
      deleting: new Set([...still].filter((one) => one !== noteId)),
    });
  }

  /** Why what was tried last did not succeed. */
  private get trouble(): Trouble | undefined {
    return [...this.failures.values()].at(-1);
  }

  private change(change: Change): void {
    this.changes.push(change);
    this.store.set({ notes: change(this.store.get().notes ?? []) });
  }

  private async tryRemove(noteId: string): Promise<Trouble | undefined> {
    try {
      await this.api.remove(noteId);
      return undefined;
    } catch (error) {
      const trouble = await this.tell(error);
      return trouble.status === 404 ? undefined : trouble;
    }
  }
}

/** The notes on one line, or those on the session as a whole. */
export function notesOn(notes: readonly Note[] | undefined, itemId: string | undefined): Note[] {
  return (notes ?? []).filter(({ anchor }) => anchor?.itemId === itemId);
}
