import type { Note } from '@viva/client';
import { useLayoutEffect, useRef } from 'react';
import { dayAndTime } from '../time/words';
import { firstClick } from '../ui/firstClick';
import { useStore } from '../ui/store';
import type { NoteBook } from './noteBook';

interface Props {
  note: Note;
  book: NoteBook;
  /** Of the line that it is about. */
  language?: string | undefined;
}

/** One note: its text, its author, who may read it, and the words of the line that it is about. */
export function NoteCard({ note, book, language }: Props) {
  const { noteId, authorRole, own, visibility, text, anchor, createdAt } = note;
  const card = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const here = card.current;
    return () => {
      if (here?.contains(document.activeElement)) besideNote(here)?.focus();
    };
  }, []);
  const deleting = useStore(book.store).deleting.has(noteId);
  return (
    <article ref={card} className={own ? 'note-card own' : 'note-card'} data-note={noteId}>
      <p className="quiet">
        <strong>
          {own ? 'Your note' : authorRole === 'faculty' ? 'Note of a teacher' : 'Note of the student'}
        </strong>
        {own && ` · ${readersOf(authorRole, visibility)}`} ·{' '}
        <time dateTime={createdAt.toISOString()}>{dayAndTime(createdAt)}</time>
      </p>
      {anchor && (
        <p className="quiet">
          On{' '}
          <q dir="auto" lang={language}>
            {anchor.quote}
          </q>
          {anchor.changed && ' (these words were corrected since)'}
        </p>
      )}
      <p dir="auto" className="note-text">
        {text}
      </p>
      {own && (
        <button
          type="button"
          className="link"
          // Not `disabled`: that would take the focus away.
          aria-disabled={deleting}
          // The second press of a double click falls on the note that has moved up.
          onClick={firstClick(() => void book.remove(noteId))}
        >
          {deleting ? 'Deleting…' : 'Delete'}
          <span className="visually-hidden"> the note: {text.slice(0, 40)}</span>
        </button>
      )}
    </article>
  );
}

/** Where the focus goes with a note that goes away: to the next one's button or the one that adds a note, else back. */
function besideNote(card: HTMLElement): HTMLElement | undefined {
  const place = card.closest('.line-notes, .items');
  const buttons = [...(place?.querySelectorAll<HTMLElement>('.note-card > button, .add-note') ?? [])];
  const at = buttons.findIndex((button) => card.contains(button));
  return buttons[at + 1] ?? buttons[at - 1] ?? card.closest<HTMLElement>('[tabindex="0"]') ?? undefined;
}

function readersOf(author: Note['authorRole'], visibility: Note['visibility']): string {
  if (visibility === 'faculty')
    return author === 'faculty' ? 'for teachers alone' : 'your teachers can read it';
  return author === 'faculty' ? 'the student can read it' : 'for you alone';
}
