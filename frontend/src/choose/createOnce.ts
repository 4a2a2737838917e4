import { ResponseError, type CreatedSession, type NewSession, type SessionsApi } from '@viva/client';
import { troubleOf } from '../api/problems';
import type { StartKeys } from './startKey';

const DEADLINE_MS = 15_000;

/**
 * Creates an encounter, or answers the one that an earlier request began whose answer was lost. For an exam there is one
 * attempt: when it is used, an earlier request of this tab may have begun it, with other wishes, and gives access to it.
 *
 * @param by whoever asks, by login or class code
 */
export async function createOnce(
  api: Pick<SessionsApi, 'createSession'>,
  keys: Pick<StartKeys, 'of' | 'others'>,
  session: NewSession,
  by: string,
): Promise<CreatedSession> {
  const create = (newSession: NewSession, idempotencyKey: string) =>
    api.createSession({ newSession, idempotencyKey }, { signal: AbortSignal.timeout(DEADLINE_MS) });
  try {
    return await create(session, keys.of(session, by));
  } catch (refused) {
    if (!(await mayBeBegun(refused))) throw refused;
    for (const earlier of keys.others(session, by)) {
      try {
        return await create(earlier.session, earlier.key);
      } catch (error) {
        // After any other failure it may still turn out to be the one: another try is worth it.
        if (!isRefusal(error)) throw error;
      }
    }
    throw refused;
  }
}

/** The service finds a repeated request before it looks whether the exam is still open. */
async function mayBeBegun(error: unknown): Promise<boolean> {
  if (!(error instanceof ResponseError)) return false;
  const copy = new ResponseError(error.response.clone()); // whoever shows the refusal reads it too
  return ['attempt_used', 'exam_not_open'].includes((await troubleOf(copy)).code);
}

/** The attempt is used, the exam is not open, or the request cannot be accepted: it began nothing. */
function isRefusal(error: unknown): boolean {
  return error instanceof ResponseError && [409, 422].includes(error.response.status);
}
