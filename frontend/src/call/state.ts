import type { Trouble } from '../api/problems';

/**
 * `voice`: speak and type. `text`: a call without a microphone, where the patient is heard. `typed`: no call at all; the
 * service gives the lines to the patient.
 */
export type Means = 'voice' | 'text' | 'typed';

/** Where the call stands; each state has its words and its way out in the view. */
export type CallState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'connecting'; readonly means: Means }
  | {
      readonly kind: 'connected';
      readonly means: Means;
      readonly simulated: boolean;
      readonly since: number;
      /** Nothing comes over the connection now; within seconds it comes back by itself or another one is made. */
      readonly interrupted?: boolean;
    }
  | {
      readonly kind: 'reconnecting';
      readonly means: Means;
      readonly since: number;
      readonly trouble: Trouble;
    }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly trouble: Trouble; readonly at: number };

/** Whether something is under way that a second start must not disturb. */
export function underWay(state: CallState): boolean {
  if (isTyped(state)) return false;
  return state.kind !== 'idle' && state.kind !== 'failed' && state.kind !== 'ended';
}

/** Whether lines are typed without a call. */
export function isTyped(state: CallState): boolean {
  return state.kind === 'connected' && state.means === 'typed';
}
