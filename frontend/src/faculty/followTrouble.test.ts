import type { StreamState } from '@viva/client';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { LoginError } from '../identity/loginError';
import { FollowTrouble } from './FollowTrouble';
import { begin } from '../encounter/conversation';
import { inLinkWords, shownTrouble, stoppedTrouble } from './words';

const open = { conversation: begin('subjective', 'open'), caughtUp: true };
const refused = (code: string, status: number, detail?: string) => ({
  ...open,
  stream: { kind: 'refused', failure: { code, status, ...(detail && { detail }) } } as const,
});
const nothing = () => undefined;

describe('an encounter of which no more events come', () => {
  it('tells who came by a link to ask for another one', () => {
    const trouble = inLinkWords(stoppedTrouble(refused('unauthenticated', 401))!);
    const note = renderToStaticMarkup(createElement(FollowTrouble, { trouble, onAgain: nothing }));
    expect(note).toContain('it has expired, or the encounter was erased. Ask for another one.');
    expect(note).toContain('Try again');
    expect(note).not.toContain('Sign in');
  });

  it('tells who came by a link when an exam that is over can be read, and not as if they were its student', () => {
    const words = inLinkWords(stoppedTrouble(refused('exam_not_released', 409))!).words;
    expect(words).toMatch(/^This was an exam\. This link opens it again once faculty release it/);
    expect(words).not.toContain('your teacher');
  });

  it('leads who is faculty to another login', () => {
    const over = new LoginError('login_expired');
    const trouble = stoppedTrouble(refused(over.code, 0, over.message))!;
    const ways = { onAgain: nothing, onSignIn: nothing };
    const note = renderToStaticMarkup(createElement(FollowTrouble, { trouble, ...ways }));
    expect(note).toContain('Your login has run out.');
    expect(note).toContain('Sign in again');
  });

  it('is told in words, whatever the service has said', () => {
    expect(stoppedTrouble(refused('not_found', 404))?.words).toContain('may have been erased');
    expect(stoppedTrouble(refused('brand_new', 418))?.words).toBe(
      'The service sends no more of this encounter.',
    );
    const stream: StreamState = { kind: 'waiting', failure: { code: 'network', status: 0 }, until: 0 };
    expect(stoppedTrouble({ ...open, stream })).toBeUndefined();
  });

  const crowded = { code: 'too_many_streams', status: 429, retryAfterS: 5 };
  const waits = { ...open, stream: { kind: 'connecting' }, crowded } as const;

  it('does not hide what needs an action while too many are followed', () => {
    const unread = { code: 'unauthenticated', status: 401, words: 'Sign in again.' };
    expect(shownTrouble(stoppedTrouble(waits), unread)).toBe(unread);
    expect(shownTrouble(stoppedTrouble(waits), undefined)?.code).toBe('too_many_streams');
    expect(shownTrouble(stoppedTrouble(refused('not_found', 404)), unread)?.code).toBe('not_found');
    expect(shownTrouble(undefined, unread)).toBe(unread);
  });

  it('is not said to wait when it is over and all of it is read', () => {
    const closed = { ...waits, conversation: begin('subjective', 'closed') };
    expect(stoppedTrouble(closed)).toBeUndefined();
    expect(stoppedTrouble({ ...closed, caughtUp: false })).toBeDefined();
  });

  it('goes on by itself when fewer are followed', () => {
    const trouble = stoppedTrouble(waits)!;
    const note = renderToStaticMarkup(createElement(FollowTrouble, { trouble, onAgain: nothing }));
    expect(note).toContain('Stop following one of them, and this one goes on by itself.');
    expect(note).not.toContain('Try again');
    expect(inLinkWords(trouble).words).toContain('Close other tabs that do');
  });
});
