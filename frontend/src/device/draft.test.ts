import { afterEach, expect, it, vi } from 'vitest';
import { Draft } from './draft';
import { forgetDraftsOf } from './tabOf';

const forbidden = () => {
  throw new DOMException('', 'SecurityError');
};

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, 'sessionStorage');
});

it('what was typed stays until the page is left where the browser forbids storage', () => {
  Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get: forbidden });
  new Draft('ses_1').keep('And at night?');
  new Draft('ses_1').putBack('Since when?');
  expect(new Draft('ses_1').read()).toBe('Since when?\nAnd at night?');
  forgetDraftsOf('ses_1');
  expect(new Draft('ses_1').read()).toBe('');
});

it('what was typed stays until the page is left where the storage is full', () => {
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: forbidden, removeItem: forbidden });
  const draft = new Draft('ses_1');
  draft.keep('And at night?');
  expect(new Draft('ses_1').read()).toBe('And at night?');
  forgetDraftsOf('ses_1');
  expect(draft.read()).toBe('');
  draft.keep('And at night?');
  draft.keep('');
  expect(draft.read()).toBe('');
});
