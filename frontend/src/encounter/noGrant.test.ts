import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { NoGrantWords } from './NoGrant';

const shown = (logins: boolean) => renderToStaticMarkup(createElement(NoGrantWords, { logins }));

it('leads whoever logs in to their encounters', () => {
  expect(shown(true)).toContain('<a href="#/mine">My encounters</a>');
  expect(shown(true)).toContain('<a href="#/">log in</a>');
});

it('speaks of no login where there is none', () => {
  expect(shown(false)).not.toContain('log');
  expect(shown(false)).toContain('only in the browser that started it');
});

it('is true also of an encounter that began here, whose access is over', () => {
  expect(shown(false)).toContain('This browser has no access to it, or not any more');
  expect(shown(false)).not.toContain('Open it there');
});
