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

/** What was typed and not sent, of people who are gone: the next person at this device is somebody else. */
const DRAFTS = /^viva-(assess|draft)-/;

/** Whose they are. */
const OWNER = 'viva-drafts-of';

/** Forgets the drafts that this tab keeps. */
export function forgetDrafts(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (DRAFTS.test(name)) sessionStorage.removeItem(name);
    sessionStorage.removeItem(OWNER);
  } catch {
    return; // Storage is forbidden: nothing was kept.
  }
}

/**
 * Forgets the drafts of anybody else. Who left without signing out, as when their login ran out, finds their own when
 * they come back.
 */
export function keepDraftsOf(owner: string): void {
  try {
    const before = sessionStorage.getItem(OWNER);
    if (before !== null && before !== owner) forgetDrafts();
    sessionStorage.setItem(OWNER, owner);
  } catch {
    return; // As above.
  }
}
