import type { AuditAction, AuditEntry } from '@viva/client';

/** Without what concerns no single encounter: lists, reports of a group and exports. */
const ACTIONS: Readonly<Partial<Record<AuditAction, string>>> = {
  read: 'Read it',
  follow: 'Followed it live',
  grant: 'Let somebody watch',
  end: 'Ended it',
  erase: 'Erased it',
  note: 'Wrote or deleted a note',
  assess: 'Assessed it',
  release: 'Released the debrief',
  exam: 'Set its exam',
  review: 'Asked a model for proposals',
};

/** What of an encounter was read. */
const READ: Partial<Record<string, string>> = {
  getSession: 'Opened it',
  getTranscript: 'Read the transcript',
  getDebrief: 'Read the debrief',
  getDebriefRelease: 'Read whether the debrief is released',
  getReflection: 'Read the reflection',
  listNotes: 'Read the notes',
  listAssessments: 'Read the assessments',
  listReviews: 'Read a model’s proposals',
  getInstructions: 'Read the instructions',
};

export function actionWords({ action, operation }: Pick<AuditEntry, 'action' | 'operation'>): string {
  if (operation === 'releaseExam') return 'Released the exam';
  return (action === 'read' && READ[operation]) || ACTIONS[action] || operation;
}

const ACTORS: Partial<Record<string, string>> = {
  faculty: 'Somebody with the faculty key',
  retention: 'The service, by its age',
  'erasure-journal': 'The service, in a restored backup',
};

export function actorWords(actor: string): string {
  return ACTORS[actor] ?? actor;
}

/** Entries of the same kind by the same person on one day are one row: saving a draft alone makes dozens. */
export interface AuditRow extends AuditEntry {
  /** Of the oldest in the row. */
  readonly since: Date;
  readonly times: number;
}

export function auditRows(entries: readonly AuditEntry[]): AuditRow[] {
  const rows: AuditRow[] = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    const same = last && last.actor === entry.actor && actionWords(last) === actionWords(entry);
    if (same && last.at.toDateString() === entry.at.toDateString())
      rows[rows.length - 1] = { ...last, since: entry.at, times: last.times + 1 };
    else rows.push({ ...entry, since: entry.at, times: 1 });
  }
  return rows;
}
