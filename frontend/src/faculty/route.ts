import { useSyncExternalStore } from 'react';

export type FacultyRoute =
  | { readonly screen: 'board' | 'all' | 'wall' | 'unknown' }
  | { readonly screen: 'session'; readonly sessionId: string };

/** Routes live in the fragment, which reaches no server's log. */
export function facultyRouteOf(hash: string): FacultyRoute {
  const path = hash.replace(/^#\/?/, '');
  if (path === '') return { screen: 'board' };
  if (path === 'all' || path === 'wall') return { screen: path };
  const match = /^session\/(ses_[A-Za-z0-9]{1,60})$/.exec(path);
  return match ? { screen: 'session', sessionId: match[1]! } : { screen: 'unknown' };
}

export const HREF = {
  board: '#/',
  all: '#/all',
  wall: '#/wall',
  session: (sessionId: string) => `#/session/${sessionId}`,
} as const;

function watch(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function useFacultyRoute(): FacultyRoute {
  return facultyRouteOf(useSyncExternalStore(watch, () => location.hash));
}
