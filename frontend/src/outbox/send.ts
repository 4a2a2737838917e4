import { passes, trouble, troubleOf } from '../api/problems';
import { sessionApi } from '../api/client';
import type { Send } from './outbox';

const DEADLINE_MS = 15_000;

/** Sends a line with the session's grant; what may succeed later is told apart from what will not. */
export function sendWith(grantOf: (sessionId: string) => Promise<string | undefined>): Send {
  return async (sessionId, transcriptLine) => {
    const grant = await grantOf(sessionId);
    if (!grant) return { kind: 'refused', trouble: trouble('unauthenticated') };
    try {
      const line = { ...transcriptLine, emittedAt: new Date() };
      const receipt = await sessionApi(grant).transcript.relayTranscript(
        { sessionId, transcriptLine: line },
        { signal: AbortSignal.timeout(DEADLINE_MS) },
      );
      if (!receipt) return { kind: 'later', trouble: trouble('unexpected') };
      return { kind: 'stored', seq: receipt.seq };
    } catch (error) {
      const told = await troubleOf(error);
      return { kind: passes(told) ? 'later' : 'refused', trouble: told };
    }
  };
}
