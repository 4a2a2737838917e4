import type { Trouble } from '../api/problems';

/**
 * `voice`: speak and type. `text`: a call without a microphone; the patient speaks. `typed`: no call; the service passes
 * the lines to the patient.
 */
export type CallMode = 'voice' | 'text' | 'typed';

/** The state of the call. The view has words and a next step for each. */
export type CallState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'connecting'; readonly mode: CallMode }
  | {
      readonly kind: 'connected';
      readonly mode: CallMode;
      readonly simulated: boolean;
      readonly since: number;
      /** The connection is interrupted; within seconds it recovers or the page reconnects. */
      readonly interrupted?: boolean;
    }
  | {
      readonly kind: 'reconnecting';
      readonly mode: CallMode;
      readonly since: number;
      readonly trouble: Trouble;
    }
  | {
      readonly kind: 'ended';
      /** Another device has continued the encounter. */
      readonly elsewhere?: boolean;
    }
  | { readonly kind: 'failed'; readonly trouble: Trouble; readonly at: number };

/** Whether a call is under way, which a second start must not disturb. */
export function isActive(state: CallState): boolean {
  if (isTyped(state)) return false;
  return state.kind !== 'idle' && state.kind !== 'failed' && state.kind !== 'ended';
}

/** Whether the encounter is typed, without a call. */
export function isTyped(state: CallState): boolean {
  return state.kind === 'connected' && state.mode === 'typed';
}
