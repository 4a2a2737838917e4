import type { KeyPlace } from './signIn';

/** What this tab keeps until it is closed; where the browser forbids that, until the page is left. */
export function tabStorage(): KeyPlace {
  try {
    return sessionStorage;
  } catch {
    const kept = new Map<string, string>();
    return {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: (name) => void kept.delete(name),
    };
  }
}
