import { trouble, troubleOf, type Trouble } from '../api/problems';

const WORDS = {
  microphone_denied:
    'The browser was not allowed to use the microphone. Allow it in the address bar and try again, or type instead.',
  microphone_unanswered:
    'The browser’s question about the microphone was not answered. It stands near the address bar, perhaps behind a small microphone or lock. Try again, or type instead.',
  microphone_missing: 'No microphone was found. Connect one and try again, or type instead.',
  microphone_busy:
    'The microphone is in use by another program. Close it there and try again, or type instead.',
  webrtc_missing:
    'This browser cannot make calls. Type instead, or use a current Chrome, Edge, Firefox or Safari.',
  no_connection:
    'The call could not be connected: the network here may not let calls through. Type instead, which works on any network, or try again.',
  voice_unreachable:
    'The voice service cannot be reached from this network. Type instead, or use another network.',
  voice_busy: 'The voice service is busy just now. Try again in a moment.',
  call_lost: 'The call was lost and could not be brought back. Your lines are kept; try again.',
} as const;

export type CallTroubleCode = keyof typeof WORDS;

export function callTrouble(code: CallTroubleCode, more: Partial<Trouble> = {}): Trouble {
  return trouble(code, { words: WORDS[code], ...more });
}

/** A failure that already has its words. */
export class CallError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.code);
  }
}

/** What the browser's refusal of a microphone means (Media Capture and Streams, 10.2). */
export function microphoneTrouble(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return callTrouble('microphone_denied');
  if (name === 'NotReadableError' || name === 'AbortError') return callTrouble('microphone_busy');
  return callTrouble('microphone_missing');
}

/** Words for whatever went wrong on the way into a call. */
export async function callTroubleOf(error: unknown): Promise<Trouble> {
  return error instanceof CallError ? error.trouble : troubleOf(error);
}
