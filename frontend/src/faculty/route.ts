import { useMemo, useSyncExternalStore } from 'react';
import { isAside, type AsideKind } from './asides';

export type FacultyRoute =
  | { readonly screen: 'board' | 'all' | 'wall' | 'unknown' }
  | { readonly screen: 'groups' }
  | { readonly screen: 'exams' }
  | { readonly screen: 'group'; readonly group: string; readonly view: GroupView }
  | { readonly screen: 'session'; readonly sessionId: string; readonly aside?: AsideKind };

export const GROUP_VIEWS = ['items', 'scores', 'agreement', 'patients', 'export'] as const;

/** What is looked at of a group. */
export type GroupView = (typeof GROUP_VIEWS)[number];

/** Routes live in the fragment, which reaches no server's log. */
export function facultyRouteOf(hash: string): FacultyRoute {
  const path = hash.replace(/^#\/?/, '');
  if (path === '') return { screen: 'board' };
  if (path === 'all' || path === 'wall' || path === 'groups' || path === 'exams') return { screen: path };
  if (path.startsWith('groups/')) return groupRouteOf(path.split('/').slice(1));
  const [, sessionId, aside] = /^session\/(ses_[A-Za-z0-9]{1,60})(?:\/([a-z]+))?$/.exec(path) ?? [];
  if (!sessionId) return { screen: 'unknown' };
  if (aside === undefined) return { screen: 'session', sessionId };
  return isAside(aside) ? { screen: 'session', sessionId, aside } : { screen: 'unknown' };
}

function groupRouteOf([name = '', view = GROUP_VIEWS[0], ...more]: readonly string[]): FacultyRoute {
  const known = GROUP_VIEWS.find((one) => one === view);
  const group = decoded(name);
  return known && group && more.length === 0
    ? { screen: 'group', group, view: known }
    : { screen: 'unknown' };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // Half an address.
  }
}

export const HREF = {
  board: '#/',
  all: '#/all',
  wall: '#/wall',
  groups: '#/groups',
  exams: '#/exams',
  group: (group: string, view: GroupView = GROUP_VIEWS[0]) => `#/groups/${encodeURIComponent(group)}/${view}`,
  session: (sessionId: string, aside?: AsideKind) =>
    aside ? `#/session/${sessionId}/${aside}` : `#/session/${sessionId}`,
} as const;

/** Where a reader is, without what stands beside it: a new one begins at its top. */
export function placeOf(route: FacultyRoute): string {
  if (route.screen === 'session') return `session ${route.sessionId}`;
  return route.screen === 'group' ? `group ${route.group}` : route.screen;
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
