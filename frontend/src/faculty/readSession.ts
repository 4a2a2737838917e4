import { isRetryable, type Clock, type Session } from '@viva/client';
import { backoff, isSessionDenied, RepeatedRefusals } from '@viva/client/toolkit';
import type { Trouble } from '../api/problems';
import { isLoginTrouble } from '../identity/loginError';
import type { Attention } from './board';
import { facultyTrouble } from './words';

interface Parts {
  readonly read: () => Promise<Session>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly attention: Attention;
  readonly onSession: (session: Session) => void;
  /** It cannot be read, now or at all. */
  readonly onTrouble: (trouble: Trouble) => void;
}

/**
 * Reads a session until the service has answered or has refused for good, while somebody looks. Answers what stops it.
 */
export function readSession({ read, clock, random, attention, onSession, onTrouble }: Parts): () => void {
  const refusals = new RepeatedRefusals(clock);
  let stopped = false;
  let failures = 0;
  let cancel = () => {};
  const isFinal = (trouble: Trouble) => {
    if (isSessionDenied(trouble)) return refusals.record();
    refusals.reset();
    return !isRetryable(trouble) || isLoginTrouble(trouble);
  };
  const again = () => {
    if (attention.here()) return void once();
    cancel = attention.watch(() => {
      if (!attention.here()) return;
      cancel();
      void once();
    });
  };
  const failed = async (error: unknown) => {
    const trouble = await facultyTrouble(error);
    if (stopped) return;
    onTrouble(trouble);
    if (isFinal(trouble)) return;
    cancel = clock.after(backoff(++failures, random, trouble.retryAfterS), again);
  };
  const once = () => read().then((session) => stopped || onSession(session), failed);
  void once();
  return () => {
    stopped = true;
    cancel();
  };
}
