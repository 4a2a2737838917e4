import type { Examination, SessionEvent } from '@viva/client';

/** A test that was done, or tried, in this encounter. */
export interface Finding {
  readonly itemId: string;
  readonly examination: Examination;
  /** Its place among the lines. */
  readonly seq: number;
  /** When it was stored, in milliseconds. */
  readonly at: number;
}

/** Undefined for events of other kinds. */
export function findingOf({ examination, seq, createdAt }: SessionEvent): Finding | undefined {
  if (!examination) return undefined;
  const { itemId } = examination;
  return { itemId, examination, seq: seq ?? Number.MAX_SAFE_INTEGER, at: createdAt.getTime() };
}

export function inOrder(findings: ReadonlyMap<string, Finding>): Finding[] {
  return [...findings.values()].sort((a, b) => a.seq - b.seq);
}

export type Entry<L> =
  { readonly line: L; readonly finding?: never } | { readonly line?: never; readonly finding: Finding };

/** Lines in reading order with the findings at their place: after everything that was stored before them. */
export function withFindings<L extends { readonly seq: number }>(
  lines: readonly L[],
  findings: ReadonlyMap<string, Finding>,
): Entry<L>[] {
  const entries: Entry<L>[] = lines.map((line) => ({ line }));
  for (const finding of inOrder(findings)) {
    const before = entries.findLastIndex((entry) => seqOf(entry) < finding.seq);
    entries.splice(before + 1, 0, { finding });
  }
  return entries;
}

function seqOf(entry: Entry<{ readonly seq: number }>): number {
  return entry.finding ? entry.finding.seq : entry.line.seq;
}
