import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { AuthorRole, NewNoteAnchor, NoteVisibility } from '@viva/client';
import type { Trouble } from '../api/problems';
import { useAskBeforeLeaving } from '../ui/beforeLeaving';
import { Button } from '../ui/Button';
import { ToLogin, TroubleNote, useWait } from '../ui/TroubleNote';
import { useHere } from '../ui/useHere';
import type { NoteBook } from './noteBook';
import { NoteDraft } from './noteDraft';
import { plainText } from '../ui/plainText';

/** How long a note may be. */
const MAX_NOTE = 2000;

interface Props {
  book: NoteBook;
  author: AuthorRole;
  /** Where the draft is kept. */
  draftKey: string;
  anchor?: NewNoteAnchor;
  /** The words that the note is about, where some were selected. */
  quote?: string | undefined;
  /** Of those words. */
  language?: string | undefined;
  onDone: () => void;
}

/** Writes a note. What is typed stays in this tab until it is stored, also over a reload. */
export function NoteForm({ book, author, draftKey, anchor, quote, language, onDone }: Props) {
  const [draft] = useState(() => new NoteDraft(draftKey));
  const [text, setText] = useState(draft.read);
  const other: NoteVisibility = author === 'student' ? 'faculty' : 'student';
  // What was sent and not answered is about the same words, and for the same readers, when it is sent again.
  const [sent] = useState(draft.sent);
  const [shared, setShared] = useState(sent?.note.visibility === other);
  const about =
    sent && anchor?.start === undefined ? { anchor: sent.note.anchor, quote: sent.quote } : { anchor, quote };
  const words = plainText(text);
  useAskBeforeLeaving(words !== '');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const wait = useWait(trouble);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const here = useHere();
  const write = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setTrouble(undefined);
    const visibility = shared ? other : author;
    const note = { visibility, text: words, ...(about.anchor && { anchor: about.anchor }) };
    const before = draft.replacedBy(note);
    const refused =
      (before && (await book.takeBack(before))) ||
      (await book.write({ ...note, noteId: draft.idOf(note, about.quote) }));
    if (!refused) draft.stored(note);
    if (!here()) return;
    setBusy(false);
    if (refused) return setTrouble(refused);
    onDone();
  };
  const name = `note-${draftKey}`;
  return (
    <form className="note-form" onSubmit={(event) => void write(event)}>
      {about.quote && (
        <p className="quiet">
          On{' '}
          <q dir="auto" lang={language}>
            {about.quote}
          </q>
        </p>
      )}
      <label htmlFor={name}>Your note</label>
      <textarea
        id={name}
        ref={field}
        rows={3}
        maxLength={MAX_NOTE}
        value={text}
        readOnly={busy}
        onChange={(event) => {
          setText(event.currentTarget.value);
          draft.keep(event.currentTarget.value);
        }}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={shared}
          disabled={busy}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <span>{author === 'student' ? 'My teachers may read it' : 'The student may read it'}</span>
      </label>
      {trouble && (
        <TroubleNote trouble={trouble}>{author === 'student' && <ToLogin trouble={trouble} />}</TroubleNote>
      )}
      <div className="actions">
        <Button type="submit" look="primary" off={busy || wait > 0} disabled={words === ''}>
          {busy ? 'Saving…' : 'Save note'}
        </Button>
        <Button disabled={busy} onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
