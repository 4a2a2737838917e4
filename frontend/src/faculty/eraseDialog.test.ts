import { SessionFromJSON } from '@viva/client';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { begin } from '../encounter/conversation';
import { EraseDialog } from './EraseDialog';
import { hasRead } from './useFollowed';

it('says all that goes before an encounter is erased', () => {
  const session = SessionFromJSON({
    session_id: 'ses_1',
    created_at: '2026-11-02T10:04:00.000Z',
    deadline_at: '2026-11-02T10:34:00.000Z',
    transcript: {},
  });
  const names = { code: 'K1', title: 'Knee', patient: 'Hana Suzuki' } as never;
  const props = { api: { erase: async () => {} } as never, session, names, lines: 2, onClose: () => {} };
  const words = renderToStaticMarkup(createElement(EraseDialog, props));
  for (const what of [
    '2 lines',
    'notes',
    'assessments of all raters',
    'reflection',
    'release',
    'attempt at an exam',
  ])
    expect(words).toContain(what);
});

it('keeps what is read of a conversation on the screen', () => {
  const conversation = begin('subjective', 'open');
  expect(hasRead({ caughtUp: false, conversation })).toBe(false);
  expect(hasRead({ caughtUp: true, conversation })).toBe(true);
  const turns = new Map([['item_1', {} as never]]);
  expect(hasRead({ caughtUp: false, conversation: { ...conversation, turns } })).toBe(true);
});
