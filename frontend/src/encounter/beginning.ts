import type { CallMode } from '../call/state';

let beginning: { readonly sessionId: string; readonly mode: CallMode } | undefined;

/** The encounter that was just started begins like this as soon as it is open, without another button. */
export function beginWith(sessionId: string, mode: CallMode): void {
  beginning = { sessionId, mode };
}

/** Once: after a reload the student decides again. */
export function takeBeginning(sessionId: string): CallMode | undefined {
  const mode = beginning?.sessionId === sessionId ? beginning.mode : undefined;
  beginning = undefined;
  return mode;
}
