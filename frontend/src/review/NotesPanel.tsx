import type { NoteAnchor } from '@viva/client';
import { useEffect, useMemo } from 'react';
import '../styles/debrief.css';
import '../styles/review.css';
import { languageOf } from '../debrief/names';
import type { Spot } from '../debrief/useJump';
import { AsideFrame } from '../faculty/AsideFrame';
import type { PanelProps } from '../faculty/panel';
import { facultyTrouble } from '../faculty/words';
import { LineNotes } from '../notes/LineNotes';
import { NoteBook } from '../notes/noteBook';
import { NoteCard } from '../notes/NoteCard';
import { count } from '../time/words';
import { useStore } from '../ui/store';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { inLineOrder } from './lineOrder';
import { reviewApi } from './reviewApi';

/** Notes on lines and on the whole encounter: each for faculty alone, or for the student too. */
export function NotesPanel({ api, session, state, jump, onReading, onClose }: PanelProps) {
  const { sessionId } = session;
  const book = useMemo(
    () => new NoteBook(reviewApi(api.configuration, sessionId).notes, facultyTrouble),
    [api, sessionId],
  );
  const { notes, trouble } = useStore(book.store);
  useEffect(() => {
    void book.read();
  }, [book]);
  useEffect(() => {
    onReading({
      below: (itemId) =>
        state.conversation.turns.has(itemId) ? (
          <LineNotes
            book={book}
            author="faculty"
            sessionId={sessionId}
            itemId={itemId}
            language={languageOf(state.conversation.turns.get(itemId)?.role, session)}
          />
        ) : null,
    });
  }, [book, session, sessionId, state.conversation.turns, onReading]);
  useEffect(() => () => onReading(undefined), [onReading]);
  const onLines = inLineOrder(notes ?? [], state.conversation.turns);
  return (
    <AsideFrame title="Notes" onClose={onClose}>
      <div className="aside-body" tabIndex={0} role="group" aria-label="Notes on this encounter">
        <p className="quiet">
          Press “Add a note” under a line; select some of its words first to write on them alone. A note is
          for teachers alone, unless you say that the student may read it.
        </p>
        {trouble && (
          <TroubleNote trouble={trouble}>
            <TryAgain trouble={trouble} onClick={() => void book.again()} />
          </TroubleNote>
        )}
        <section className="items" aria-labelledby="notes-whole">
          <h3 id="notes-whole">On the whole encounter</h3>
          <LineNotes book={book} author="faculty" sessionId={sessionId} />
        </section>
        <section className="items" aria-labelledby="notes-lines">
          <h3 id="notes-lines">On its lines</h3>
          <p role="status" className="quiet">
            {notes
              ? onLines.length === 0
                ? 'None yet.'
                : count(onLines.length, 'note')
              : trouble
                ? ''
                : 'One moment…'}
          </p>
          <ul>
            {onLines.map((note) => (
              <li key={note.noteId} className="noted">
                <NoteCard
                  note={note}
                  book={book}
                  language={languageOf(
                    state.conversation.turns.get(note.anchor?.itemId ?? '')?.role,
                    session,
                  )}
                />
                {note.anchor && state.conversation.turns.has(note.anchor.itemId) && (
                  <button type="button" className="link" onClick={() => jump.show(spotOf(note.anchor!))}>
                    Go to the line
                    <span className="visually-hidden"> of the note: {note.text.slice(0, 40)}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </AsideFrame>
  );
}

function spotOf({ itemId, quote, start = 0, end = quote.length }: NoteAnchor): Spot {
  return { itemId, quote, start, end };
}
