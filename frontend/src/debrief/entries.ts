import type { Transcript } from '@viva/client';
import { phasesOf, scriptOf, type ScriptEntry } from '../encounter/phases';
import { shownLines } from '../encounter/shown';
import { told } from '../encounter/told';
import { findingOf, type Finding } from '../examine/findings';

/** A stored transcript as it is drawn: lines in reading order, with phases and examinations at their places. */
export function entriesOf(transcript: Transcript): ScriptEntry[] {
  const { turns, examinations = [] } = transcript;
  const findings = new Map<string, Finding>();
  for (const event of examinations) {
    const finding = findingOf(event);
    if (finding) findings.set(finding.itemId, finding);
  }
  return scriptOf(shownLines(told(transcript)), findings, phasesOf(turns));
}
