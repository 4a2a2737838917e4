import { useMemo, useSyncExternalStore } from 'react';
import { isAside, type AsideKind } from './asides';

export type FacultyRoute =
  | { readonly screen: 'board' | 'all' | 'wall' | 'unknown' }
  | { readonly screen: 'session'; readonly sessionId: string; readonly aside?: AsideKind };

/** Routes live in the fragment, which reaches no server's log. */
export function facultyRouteOf(hash: string): FacultyRoute {
  const path = hash.replace(/^#\/?/, '');
  if (path === '') return { screen: 'board' };
  if (path === 'all' || path === 'wall') return { screen: path };
  const [, sessionId, aside] = /^session\/(ses_[A-Za-z0-9]{1,60})(?:\/([a-z]+))?$/.exec(path) ?? [];
  if (!sessionId) return { screen: 'unknown' };
  if (aside === undefined) return { screen: 'session', sessionId };
  return isAside(aside) ? { screen: 'session', sessionId, aside } : { screen: 'unknown' };
}

export const HREF = {
  board: '#/',
  all: '#/all',
  wall: '#/wall',
  session: (sessionId: string, aside?: AsideKind) =>
    aside ? `#/session/${sessionId}/${aside}` : `#/session/${sessionId}`,
} as const;

/** Where a reader is, without what stands beside it: a new one begins at its top. */
export function placeOf(route: FacultyRoute): string {
  return route.screen === 'session' ? `session ${route.sessionId}` : route.screen;
}

function watch(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** The same object until the address changes. */
export function useFacultyRoute(): FacultyRoute {
  const hash = useSyncExternalStore(watch, () => location.hash);
  return useMemo(() => facultyRouteOf(hash), [hash]);
}
