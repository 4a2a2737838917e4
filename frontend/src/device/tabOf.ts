import { LoginError } from '../identity/loginError';
import { forgetInTab, keepInTab, keptInTab } from '../faculty/tabStorage';

/** What a student leaves in a tab: what was typed and not sent, name and code, what was chosen, and the keys of starts. */
const OF_STUDENT = /^viva-(applicant|starts|choice(-.*)?|draft-(?!note-faculty-).*)$/;

/** Who was logged in here as a student. */
const OWNER = 'viva-tab-of';

let forgotten = 0;

/**
 * What a student asks for, unless they are forgotten here before it comes: it would stay for the next person at this
 * device. Then it fails in words.
 */
export async function forThisStudent<T>(ask: () => Promise<T>): Promise<T> {
  const before = forgotten;
  const answer = await ask();
  if (forgotten !== before) throw new LoginError('login_needed');
  return answer;
}

/** Forgets what a student has left in this tab: the next person at this device is somebody else. */
export function forgetStudent(): void {
  forgotten++;
  forgetInTab(OF_STUDENT, /^viva-tab-of$/);
}

/** Forgets what anybody else has left in this tab, as when their login ran out; answers whether it was somebody else's. */
export function keepTabOf(owner: string): boolean {
  const before = keptInTab(OWNER);
  const another = before !== null && before !== owner;
  if (another) forgetStudent();
  keepInTab(OWNER, owner);
  return another;
}

/** Forgets what was typed in an encounter, or of it, and not sent. */
export function forgetDraftsOf(sessionId: string): void {
  // An id has letters, digits, `_` and `-` alone.
  forgetInTab(
    new RegExp(`^viva-draft-(reflection-)?${sessionId}$`),
    new RegExp(`^viva-draft-note-student-${sessionId}-`),
  );
}
