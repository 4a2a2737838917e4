import type { Evidence, Transcript } from '@viva/client';
import type { ShownLine } from '../encounter/shown';

/** How the people of a transcript are called on a page. */
export interface Names {
  readonly student: string;
  /** Who answers: the patient, or somebody in their place. */
  readonly answering: string;
  /** Whom the student examines. */
  readonly patient: string;
}

export function whoSaid({ role }: Pick<Evidence, 'role'>, names: Names): string | undefined {
  if (!role) return undefined;
  return role === 'student' ? names.student : names.answering;
}

/** What the two of a session speak, where it says so. */
export type Languages = Pick<Transcript, 'inputLanguage' | 'replyLanguage'>;

/** In which a line is read aloud, in every place that shows one: what stands for words that nobody wrote is the page's. */
export function lineLanguage(
  { role, state }: Pick<ShownLine, 'role' | 'state'>,
  languages: Languages,
): string | undefined {
  return state === 'unwritten' ? undefined : languageOf(role, languages);
}

/** The language of a line, where the session has one. */
export function languageOf(
  role: Evidence['role'],
  { inputLanguage, replyLanguage }: Languages,
): string | undefined {
  if (!role) return undefined;
  return role === 'student' ? inputLanguage : replyLanguage;
}
