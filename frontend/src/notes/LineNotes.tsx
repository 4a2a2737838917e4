import { useLayoutEffect, useRef, useState } from 'react';
import type { AuthorRole } from '@viva/client';
import { selectedIn, type Span } from '../debrief/span';
import { useStore } from '../ui/store';
import { notesOn, type NoteBook } from './noteBook';
import { NoteCard } from './NoteCard';
import { NoteForm } from './NoteForm';

interface Props {
  book: NoteBook;
  author: AuthorRole;
  sessionId: string;
  /** The line; absent for notes on the encounter as a whole. */
  itemId?: string;
  /** Of the line. */
  language?: string | undefined;
}

/** The notes on a line, and the way to write one: on the words that are selected, else on the whole line. */
export function LineNotes({ book, author, sessionId, itemId, language }: Props) {
  const { notes } = useStore(book.store);
  const [writing, setWriting] = useState<{ span?: Span; quote?: string }>();
  const here = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const open = () => {
    const words = here.current?.closest('.place')?.querySelector('[data-words]');
    const span = words && selectedIn(words, getSelection());
    setWriting(span ? { span, quote: (words.textContent ?? '').slice(span.start, span.end) } : {});
  };
  const wasWriting = useRef(false);
  useLayoutEffect(() => {
    // Not before the button is shown again, and not away from where the writer went meanwhile.
    if (wasWriting.current && !writing && document.activeElement === document.body) opener.current?.focus();
    wasWriting.current = !!writing;
  }, [writing]);
  return (
    <div className="line-notes" ref={here}>
      {notesOn(notes, itemId).map((note) => (
        <NoteCard key={note.noteId} note={note} book={book} language={language} />
      ))}
      <button
        type="button"
        className="link add-note"
        ref={opener}
        hidden={!!writing}
        // A press must not take the selection away that it is about.
        onMouseDown={(event) => event.preventDefault()}
        onClick={open}
      >
        {itemId ? 'Add a note' : 'Add a note on the whole encounter'}
        {itemId && <span className="visually-hidden"> to this line</span>}
      </button>
      {writing && (
        <NoteForm
          book={book}
          author={author}
          draftKey={`note-${author}-${sessionId}-${itemId ?? 'whole'}`}
          {...(itemId && { anchor: { itemId, ...writing.span } })}
          quote={writing.quote}
          language={language}
          onDone={() => setWriting(undefined)}
        />
      )}
    </div>
  );
}
