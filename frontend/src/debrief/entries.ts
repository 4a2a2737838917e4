import type { Transcript } from '@viva/client';
import { phasesOf, scriptOf, type ScriptEntry } from '../encounter/phases';
import { shownLines } from '../encounter/shown';
import { told } from '../encounter/told';

/** A stored transcript as it is drawn: lines in reading order, with phases and examinations at their places. */
export function entriesOf(transcript: Transcript): ScriptEntry[] {
  const whole = told(transcript);
  return scriptOf(shownLines(whole), whole.findings, phasesOf(transcript.turns));
}
