import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { languageOf } from '../debrief/names';
import { NoteBook } from './noteBook';
import { NoteCard } from './NoteCard';
import { NoteForm } from './NoteForm';

it('quotes a line in the language of the line', () => {
  const note = {
    noteId: 'note_1',
    text: 'Good.',
    visibility: 'faculty',
    authorRole: 'faculty',
    own: false,
    createdAt: new Date(0),
    anchor: { itemId: 'item_1', quote: 'Wo tut es weh?', changed: false },
  } as const;
  const language = languageOf('student', { inputLanguage: 'de', replyLanguage: 'ja' });
  const book = new NoteBook({} as never);
  const card = createElement(NoteCard, { note, book, language });
  expect(renderToStaticMarkup(card)).toContain('lang="de">Wo tut es weh?');
  const about = {
    book,
    author: 'faculty',
    draftKey: 'd',
    quote: 'Wo tut es weh?',
    onDone: () => {},
  } as const;
  const form = createElement(NoteForm, { ...about, language });
  expect(renderToStaticMarkup(form)).toContain('lang="de">Wo tut es weh?');
  expect(languageOf(undefined, { replyLanguage: 'ja' })).toBeUndefined();
});
