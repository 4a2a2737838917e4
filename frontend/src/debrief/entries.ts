import type { Transcript } from '@viva/client';
import { begin, conversation } from '../encounter/conversation';
import { phasesOf, scriptOf, type ScriptEntry } from '../encounter/phases';
import { shownLines } from '../encounter/shown';
import { findingOf, type Finding } from '../examine/findings';

/** A stored transcript as it is drawn: lines in reading order, with phases and examinations at their places. */
export function entriesOf(transcript: Transcript): ScriptEntry[] {
  const { sessionId, turns, examinations = [], state } = transcript;
  const told = turns.reduce(
    (now, turn) =>
      conversation(now, {
        type: 'event',
        event: { sessionId, type: 'turn', seq: turn.seq, createdAt: turn.createdAt, turn },
        now: 0,
      }),
    begin('subjective', state),
  );
  const findings = new Map<string, Finding>();
  for (const event of examinations) {
    const finding = findingOf(event);
    if (finding) findings.set(finding.itemId, finding);
  }
  return scriptOf(shownLines(told), findings, phasesOf(turns));
}
