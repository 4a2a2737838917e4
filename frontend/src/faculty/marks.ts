import type { SessionEvent } from '@viva/client';
import { CALL_END_WORDS, PHASES, STEPS } from './words';

/** Something that happened between the lines, in words. */
export interface Mark {
  readonly seq: number;
  /** In milliseconds. */
  readonly at: number;
  readonly kind: 'phase' | 'step' | 'call' | 'warning' | 'end';
  readonly words: string;
}

/** Undefined for events that are lines, findings or nothing to be shown. */
export function markOf(event: SessionEvent): Mark | undefined {
  const { seq } = event;
  const told = tell(event);
  return told && seq !== undefined ? { ...told, seq, at: event.createdAt.getTime() } : undefined;
}

function tell(event: SessionEvent): Pick<Mark, 'kind' | 'words'> | undefined {
  switch (event.type) {
    case 'phase': {
      const phase = PHASES.find((one) => one.phase === event.phase);
      return phase && { kind: 'phase', words: `${phase.name}: ${phase.long}` };
    }
    case 'gate': {
      const step = STEPS.find((one) => one.step === event.gate?.step);
      return step && { kind: 'step', words: step.done };
    }
    case 'call_started':
      return {
        kind: 'call',
        words: event.call?.kind === 'text' ? 'The student began to type' : 'A voice call began',
      };
    case 'call_ended':
      return {
        kind: 'call',
        words: (event.call?.reason && CALL_END_WORDS[event.call.reason]) ?? 'The call ended',
      };
    case 'warning':
      return event.warning && { kind: 'warning', words: event.warning.detail };
    case 'ended':
      return { kind: 'end', words: 'The encounter ended' };
    default:
      return undefined;
  }
}

export type Placed<E> =
  { readonly entry: E; readonly mark?: never } | { readonly mark: Mark; readonly entry?: never };

/** Lines and findings in reading order, with each mark after everything that was stored before it. */
export function withMarks<E>(
  entries: readonly E[],
  seqOf: (entry: E) => number,
  marks: readonly Mark[],
): Placed<E>[] {
  const placed: Placed<E>[] = entries.map((entry) => ({ entry }));
  for (const mark of marks) {
    const before = placed.findLastIndex(
      (one) => (one.mark ? one.mark.seq : seqOf(one.entry as E)) < mark.seq,
    );
    placed.splice(before + 1, 0, { mark });
  }
  return placed;
}
