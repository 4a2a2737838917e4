import type { Turn } from '@viva/client';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { begin } from '../encounter/conversation';
import type { FollowedState } from './followed';
import { Script } from './Script';

const turn = (itemId: string, role: Turn['role'], text: string, seq: number) =>
  [itemId, { itemId, role, text, seq, createdAt: new Date(seq) } as Turn] as const;

const state: FollowedState = {
  conversation: {
    ...begin('subjective', 'open'),
    turns: new Map([
      turn('s1', 'student', 'Waar doet het pijn?', 1),
      turn('p1', 'patient', 'Hier am Knie.', 2),
    ]),
  },
  marks: [],
  steps: new Set(),
  behind: false,
  stream: { kind: 'connecting' },
  caughtUp: true,
  paused: false,
};

it('is read aloud to faculty in the language of each who speaks', () => {
  const languages = { inputLanguage: 'nl', replyLanguage: 'de' };
  const shown = renderToStaticMarkup(
    createElement(Script, { state, names: undefined, languages, label: 'Conversation' }),
  );
  expect(shown).toMatch(/<p[^>]* lang="nl"[^>]*>Waar doet het pijn\?/);
  expect(shown).toMatch(/<p[^>]* lang="de"[^>]*>Hier am Knie\./);
});
