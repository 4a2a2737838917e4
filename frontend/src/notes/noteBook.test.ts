import { ResponseError, type NewNote, type Note } from '@viva/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { troubleOf } from '../api/problems';
import { facultyTrouble } from '../faculty/words';
import { NoteBook, notesOn } from './noteBook';

const WRITTEN = {
  noteId: 'note_1',
  visibility: 'student',
  text: 'Ask openly.',
  anchor: { itemId: 'c1', start: 0, end: 4 },
} as const;
const ANOTHER = { ...WRITTEN, noteId: 'note_2', text: 'Another one.' };

/** Keeps notes as the service does: one under each id. */
class FakeNotes {
  readonly kept = new Map<string, Note>();
  readonly faults: Error[] = [];
  loseAnswer = false;
  removals = 0;

  /** Waited for before a list that is read already arrives. */
  late: Promise<void> | undefined;

  async list() {
    this.fail();
    const read = [...this.kept.values()];
    await this.late;
    return read;
  }

  async create({ noteId, text, visibility, anchor }: NewNote) {
    this.fail();
    const note: Note = { noteId, text, visibility, authorRole: 'student', own: true, createdAt: new Date(0) };
    if (anchor) note.anchor = { ...anchor, quote: 'When', changed: false };
    this.kept.set(noteId, note);
    if (!this.loseAnswer) return note;
    this.loseAnswer = false;
    throw new TypeError('Failed to fetch');
  }

  async remove(noteId: string) {
    this.removals += 1;
    this.fail();
    this.kept.delete(noteId);
  }

  private fail() {
    const fault = this.faults.shift();
    if (fault) throw fault;
  }
}

let api: FakeNotes;
let book: NoteBook;
const texts = () => book.store.get().notes?.map(({ text }) => text);

beforeEach(() => {
  api = new FakeNotes();
  book = new NoteBook(api, troubleOf);
});

describe('the notes on a session', () => {
  it('say what helps when there is no room for another', async () => {
    const body = JSON.stringify({ type: '/docs/problems/session_full', status: 409, code: 'session_full' });
    const headers = { 'Content-Type': 'application/problem+json' };
    api.faults.push(new ResponseError(new Response(body, { status: 409, headers })));
    expect((await book.write(WRITTEN))?.words).toMatch(/^There is no room for another note/);
  });

  it('are shown once they are stored', async () => {
    expect(await book.write(WRITTEN)).toBeUndefined();
    expect(texts()).toEqual(['Ask openly.']);
    expect(notesOn(book.store.get().notes, 'c1')).toHaveLength(1);
    expect(notesOn(book.store.get().notes, undefined)).toEqual([]);
  });

  it('are written once though an answer is lost', async () => {
    api.loseAnswer = true;
    expect(await book.write(WRITTEN)).toMatchObject({ code: 'network' });
    await book.write(WRITTEN);
    expect(api.kept.size).toBe(1);
  });

  it('are taken back when the answer was lost, and not without an answer', async () => {
    api.loseAnswer = true;
    await book.write(WRITTEN);
    await book.read();
    expect(texts()).toEqual(['Ask openly.']);
    api.faults.push(new TypeError('Failed to fetch'));
    expect(await book.takeBack(WRITTEN.noteId)).toMatchObject({ code: 'network' });
    expect(texts()).toEqual(['Ask openly.']);
    expect(await book.takeBack(WRITTEN.noteId)).toBeUndefined();
    expect([texts(), api.kept.size]).toEqual([[], 0]);
    expect(await book.takeBack('note_never')).toBeUndefined();
  });

  it('stay when one cannot be deleted, and say why', async () => {
    await book.write(WRITTEN);
    const { noteId } = book.store.get().notes![0]!;
    api.faults.push(new TypeError('Failed to fetch'));
    await book.remove(noteId);
    expect(texts()).toEqual(['Ask openly.']);
    expect(book.store.get().trouble?.code).toBe('network');
    await book.remove(noteId);
    expect(book.store.get()).toMatchObject({ notes: [], trouble: undefined });
  });

  it('are deleted when it is tried again', async () => {
    await book.write(WRITTEN);
    const { noteId } = book.store.get().notes![0]!;
    api.faults.push(new TypeError('Failed to fetch'));
    await book.remove(noteId);
    expect(book.store.get().trouble?.words).toMatch(/^A note could not be deleted/);
    await book.again();
    expect(api.kept.size).toBe(0);
    expect(book.store.get()).toMatchObject({ notes: [], trouble: undefined });
  });

  it('say what failed though something else succeeds, until that does', async () => {
    await book.write(WRITTEN);
    const { noteId } = book.store.get().notes![0]!;
    api.faults.push(new TypeError('Failed to fetch'));
    await book.remove(noteId);
    await book.write(ANOTHER);
    await book.read();
    expect(book.store.get().trouble?.code).toBe('network');
    api.kept.delete(noteId);
    await book.read();
    expect(book.store.get().trouble).toBeUndefined();
  });

  it('are not undone by a list that was asked for before', async () => {
    await book.write(WRITTEN);
    const [first] = book.store.get().notes!;
    let arrive = () => {};
    api.late = new Promise((resolve) => (arrive = resolve));
    const reading = book.read();
    await book.write(ANOTHER);
    await book.remove(first!.noteId);
    arrive();
    await reading;
    expect(texts()).toEqual(['Another one.']);
  });

  it('are each deleted once though it is asked for twice', async () => {
    await book.write(WRITTEN);
    const { noteId } = book.store.get().notes![0]!;
    const both = [book.remove(noteId), book.remove(noteId)];
    expect([...book.store.get().deleting]).toEqual([noteId]);
    await Promise.all(both);
    expect(api.removals).toBe(1);
    expect(book.store.get()).toMatchObject({ notes: [], trouble: undefined });
    expect(book.store.get().deleting.size).toBe(0);
  });

  it('count as deleted when they are gone already', async () => {
    await book.write(WRITTEN);
    const { noteId } = book.store.get().notes![0]!;
    api.faults.push(new ResponseError(new Response('', { status: 404 })));
    await book.remove(noteId);
    expect(book.store.get()).toMatchObject({ notes: [], trouble: undefined });
  });

  it('say to a teacher, in a teacher’s words, why they cannot be read, written or deleted', async () => {
    const refused = () => new ResponseError(new Response('', { status: 401 }));
    book = new NoteBook(api, facultyTrouble);
    api.faults.push(refused(), refused(), refused());
    await book.read();
    const read = book.store.get().trouble;
    const written = await book.write(WRITTEN);
    await book.remove('note_1');
    for (const trouble of [read, written, book.store.get().trouble])
      expect(trouble?.words).toMatch(/The service refuses this key or login\. Sign in again\.$/);
  });

  it('say why they cannot be read, until they are', async () => {
    api.faults.push(new TypeError('Failed to fetch'));
    await book.read();
    expect(book.store.get().trouble?.words).toContain('cannot be reached');
    await book.again();
    expect(book.store.get()).toMatchObject({ notes: [], trouble: undefined });
  });
});
