import { forgetInTab, tabStorage } from '../faculty/tabStorage';

/** What a student leaves in a tab: what was typed and not sent, name and code, and the keys of starts. */
const OF_STUDENT = /^viva-(applicant|starts|draft-(?!note-faculty-).*)$/;

/** Who was logged in here as a student. */
const OWNER = 'viva-tab-of';

/** Forgets what a student has left in this tab: the next person at this device is somebody else. */
export function forgetStudent(): void {
  forgetInTab(OF_STUDENT, /^viva-tab-of$/);
}

/** Forgets what anybody else has left in this tab, such as one whose login ran out. */
export function keepTabOf(owner: string): void {
  try {
    const before = tabStorage().getItem(OWNER);
    if (before !== null && before !== owner) forgetStudent();
    tabStorage().setItem(OWNER, owner);
  } catch {
    return; // Storage is full or forbidden: there is little to forget.
  }
}

/** Forgets what was typed in an encounter, or of it, and not sent. */
export function forgetDraftsOf(sessionId: string): void {
  // An id has letters, digits, `_` and `-` alone.
  forgetInTab(
    new RegExp(`^viva-draft-(reflection-)?${sessionId}$`),
    new RegExp(`^viva-draft-note-student-${sessionId}-`),
  );
}
