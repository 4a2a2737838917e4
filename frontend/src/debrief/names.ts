import type { Evidence, Transcript } from '@viva/client';

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

/** The language of a line, where the session has one. */
export function languageOf(
  role: Evidence['role'],
  { inputLanguage, replyLanguage }: Languages,
): string | undefined {
  if (!role) return undefined;
  return role === 'student' ? inputLanguage : replyLanguage;
}
