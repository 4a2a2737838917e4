import type { Phase, SessionEvent, Turn } from '@viva/client';
import { type Entry, withFindings, type Finding } from '../examine/findings';
import type { ShownLine } from './shown';

export const PHASES: readonly { phase: Phase; name: string; long: string }[] = [
  { phase: 'subjective', name: 'Subjective', long: 'taking the history' },
  { phase: 'objective', name: 'Objective', long: 'the examination' },
  { phase: 'treatment_plan', name: 'Plan', long: 'agreeing a plan' },
];

/** Of two, the one that comes after: no phase comes back, whatever an older answer of the service says. */
export function laterPhase(a: Phase, b: Phase): Phase {
  const place = (phase: Phase) => PHASES.findIndex((one) => one.phase === phase);
  return place(b) > place(a) ? b : a;
}

/** A phase that began, among the lines. */
export interface PhaseMark {
  readonly phase: Phase;
  readonly seq: number;
  /** In milliseconds. */
  readonly at: number;
}

/** Undefined for events of other kinds. */
export function phaseMarkOf({ type, phase, seq, createdAt }: SessionEvent): PhaseMark | undefined {
  return type === 'phase' && phase && seq !== undefined ? { phase, seq, at: createdAt.getTime() } : undefined;
}

/** The phases as the lines have them, for who has no events: a phase begins before its first line. */
export function phasesOf(turns: readonly Turn[]): PhaseMark[] {
  const marks: PhaseMark[] = [];
  let now: Phase = 'subjective';
  for (const { phase, seq, createdAt } of [...turns].sort((a, b) => a.seq - b.seq)) {
    if (!phase || phase === now) continue;
    now = phase;
    marks.push({ phase, seq: seq - 0.5, at: createdAt.getTime() });
  }
  return marks;
}

export function phaseWords(phase: Phase): string {
  const known = PHASES.find((one) => one.phase === phase);
  return known ? `${known.name}: ${known.long}` : phase;
}

export type ScriptEntry =
  | (Entry<ShownLine> & { readonly mark?: never })
  | { readonly mark: PhaseMark; readonly line?: never; readonly finding?: never };

/** Lines in reading order; findings and the beginnings of phases after everything that was stored before them. */
export function scriptOf(
  lines: readonly ShownLine[],
  findings: ReadonlyMap<string, Finding>,
  marks: Iterable<PhaseMark>,
): ScriptEntry[] {
  const entries: ScriptEntry[] = withFindings(lines, findings);
  for (const mark of [...marks].sort((a, b) => a.seq - b.seq)) {
    const before = entries.findLastIndex((entry) => seqOf(entry) < mark.seq);
    entries.splice(before + 1, 0, { mark });
  }
  return entries;
}

function seqOf({ line, finding, mark }: ScriptEntry): number {
  return line?.seq ?? finding?.seq ?? mark?.seq ?? 0;
}
