import type { KeyPlace } from './signIn';

const kept = new Map<string, string>();

/** Where the browser forbids storage, or it is full: one for the page, so that what one part keeps, another one finds. */
const UNTIL_LEFT: KeyPlace = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => void kept.set(name, value),
  removeItem: (name) => void kept.delete(name),
};

/** What this tab keeps until it is closed; where the browser forbids that, until the page is left. */
export function tabStorage(): KeyPlace {
  try {
    return sessionStorage;
  } catch {
    return UNTIL_LEFT;
  }
}

/** A note of faculty that was not sent. */
const NOTE = /^viva-draft-note-faculty-/;

/** An assessment; it says itself whether the service has it. */
const ASSESSMENT = /^viva-assess-/;

/** Whose they are. */
const OWNER_NAME = 'viva-drafts-of';
const OWNER = new RegExp(`^${OWNER_NAME}$`);

/** Keeps it until the tab is closed; where the storage is full, until the page is left. Never throws. */
export function keepInTab(name: string, value: string): void {
  kept.delete(name);
  try {
    tabStorage().setItem(name, value);
  } catch {
    kept.set(name, value);
  }
}

/** Never throws. */
export function keptInTab(name: string): string | null {
  try {
    return kept.get(name) ?? tabStorage().getItem(name);
  } catch {
    return null; // Storage fails.
  }
}

/** Never throws. */
export function forgetNamed(name: string): void {
  kept.delete(name);
  try {
    tabStorage().removeItem(name);
  } catch {
    return; // Storage is forbidden: nothing was kept.
  }
}

/** Everything that the tab keeps, by name. */
function namesIn(place: KeyPlace): string[] {
  const stored = place === UNTIL_LEFT ? [] : Object.keys(place);
  return [...new Set([...stored, ...kept.keys()])];
}

/** Forgets what this tab keeps under names like these; answers whether there was something. */
export function forgetInTab(...these: readonly RegExp[]): boolean {
  try {
    const place = tabStorage();
    const names = namesIn(place).filter((name) => these.some((one) => one.test(name)));
    names.forEach(forgetNamed);
    return names.length > 0;
  } catch {
    return false; // Storage is forbidden: nothing was kept.
  }
}

/**
 * Forgets the drafts of faculty that this tab keeps: the next person at this device is somebody else. What somebody has
 * typed as a student is another encounter's, which this device has access to.
 */
export function forgetDrafts(): void {
  forgetInTab(NOTE, ASSESSMENT, OWNER);
}

/** Forgets those of one encounter, which was erased. */
export function forgetDraftsAbout(sessionId: string): void {
  forgetInTab(new RegExp(`^viva-(assess|draft-note-faculty)-${sessionId}-`));
}

/** Whether this tab keeps something of faculty that the service does not have. */
export function hasUnsent(): boolean {
  try {
    const place = tabStorage();
    return namesIn(place).some(
      (name) => NOTE.test(name) || (ASSESSMENT.test(name) && isUnsaved(keptInTab(name))),
    );
  } catch {
    return false; // As above.
  }
}

function isUnsaved(draft: string | null): boolean {
  try {
    return (JSON.parse(draft ?? 'null') as { unsaved?: boolean } | null)?.unsaved === true;
  } catch {
    return false; // Somebody else wrote there.
  }
}

/**
 * Forgets the drafts of anybody else, and answers whether the tab was somebody else's. Who left without signing out, as
 * when their login ran out, finds their own when they come back.
 */
export function keepDraftsOf(owner: string): boolean {
  const before = keptInTab(OWNER_NAME);
  const another = before !== null && before !== owner;
  if (another) forgetDrafts();
  keepInTab(OWNER_NAME, owner);
  return another;
}
