import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly screen: 'choose'; readonly scenarioId?: string }
  | { readonly screen: 'mine' }
  | { readonly screen: 'attempts'; readonly scenarioId: string }
  | { readonly screen: 'exam'; readonly examId: string }
  | { readonly screen: 'encounter' | 'follow' | 'ended' | 'transcript'; readonly sessionId: string }
  | { readonly screen: 'unknown' };

/** Routes live in the fragment: it never reaches a server's log, and the service serves one page. */
export function routeOf(hash: string): Route {
  const path = hash.replace(/^#\/?/, '');
  if (path === '') return { screen: 'choose' };
  if (path === 'mine') return { screen: 'mine' };
  const scenario = /^(case|attempts)\/([a-z0-9][a-z0-9-]{0,63})$/.exec(path);
  if (scenario) return { screen: scenario[1] === 'case' ? 'choose' : 'attempts', scenarioId: scenario[2]! };
  const [, examId] = /^exam\/(exm_[A-Za-z0-9]{22})$/.exec(path) ?? [];
  if (examId) return { screen: 'exam', examId };
  const match = /^(encounter|follow|ended|transcript)\/(ses_[A-Za-z0-9]{1,60})$/.exec(path);
  if (!match) return { screen: 'unknown' };
  return { screen: match[1] as 'encounter', sessionId: match[2]! };
}

export function href(screen: 'encounter' | 'follow' | 'ended' | 'transcript', sessionId: string): string {
  return `#/${screen}/${sessionId}`;
}

export function examHref(examId: string): string {
  return `#/exam/${examId}`;
}

export function go(target: string): void {
  location.hash = target;
}

function watch(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(watch, () => location.hash));
}
