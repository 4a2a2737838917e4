import type { Entry, Failure, Outbox, Pending } from '@viva/client';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Leftover } from './Leftover';

const line = { itemId: 'a', role: 'student', text: 'Where does it hurt?', isFinal: true } as const;
const entry: Entry = { key: 1, sessionId: 'ses_1', itemId: 'a', line, state: 'waiting' };
const shown = (failure: Failure) => {
  const pending: Pending = { entries: [entry], failure };
  return renderToStaticMarkup(createElement(Leftover, { pending, outbox: {} as Outbox }));
};

it('leaves it to somebody what becomes of lines that this device has no access to send', () => {
  const words = shown({ code: 'unauthenticated', status: 0 });
  expect(words).toContain('Your access to this encounter has expired.');
  expect(words).toContain('Remove from this device');
  expect(words).not.toContain('sent again by itself');
});

it('says that lines are sent again after one answer that denies the session', () => {
  const words = shown({ code: 'unauthenticated', status: 401 });
  expect(words).toContain('It is sent again by itself');
  expect(words).not.toContain('Remove from this device');
});
