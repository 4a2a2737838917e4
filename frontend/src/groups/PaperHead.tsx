import type { RubricSummary } from '@viva/client';
import { useMemo } from 'react';
import { serverClock } from '../api/client';
import type { CaseBook } from '../faculty/cases';
import { dayAndTime } from '../time/words';

interface Props {
  book: CaseBook;
  /** What the view is called. */
  view: string;
  scenarioId: string | undefined;
  /** The one by which the view is, if it is by one. */
  rubric: RubricSummary | undefined;
}

/** Heads a printed table with what it shows and when it was read: the fields of the filter are not printed. */
export function PaperHead({ book, view, scenarioId, rubric }: Props) {
  const about = [view, caseWords(book, scenarioId), ...(rubric ? [rubricWords(rubric)] : [])].join(' · ');
  // When it was opened, for that is when its figures were read.
  const at = useMemo(() => ({ about, ms: serverClock.now() }), [about]);
  return (
    <p className="on-paper">
      {about} · as of {dayAndTime(at.ms)}
    </p>
  );
}

function caseWords(book: CaseBook, scenarioId: string | undefined): string {
  if (!scenarioId) return 'All cases';
  const { code, title } = book.names({ scenarioId, personaId: '' });
  return ['Case', code, title].filter(Boolean).join(' ');
}

function rubricWords({ title, version }: RubricSummary): string {
  return `Rubric “${title}”, version ${version}`;
}
