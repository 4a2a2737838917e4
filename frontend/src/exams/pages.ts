import type { Exams, ExamWithAttempts } from '@viva/client';

export interface ListedExams {
  /** The newest first. */
  readonly exams: readonly ExamWithAttempts[];
  /** How many pages they are. */
  readonly pages: number;
  /** Whether there are older ones. */
  readonly more: boolean;
}

/**
 * Reads the first pages of the list: all of them each time. One that was set since moves only the last of the last page
 * out of sight, to where older ones are.
 */
export async function readPages(
  read: (cursor: string | undefined) => Promise<Exams>,
  wanted: number,
): Promise<ListedExams> {
  const exams: ExamWithAttempts[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await read(cursor);
    exams.push(...page.exams);
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor !== undefined && pages < wanted);
  return { exams, pages, more: cursor !== undefined };
}
