import { failureOf, StorageError, type Failure, type ProblemCode } from '@viva/client';
import { codeOfStatus } from '@viva/client/toolkit';
import { LoginError } from '../identity/loginError';

/** A failure for the user: a sentence, and what is needed to act on it or to report it. */
export interface Trouble extends Failure {
  readonly words: string;
}

/** Said where page and service do not understand each other: most likely one of them was renewed meanwhile. */
const MISFIT = 'This page and the service do not fit together any more. Reload the page.';

/** A code of the contract without words does not compile. */
const KNOWN: Record<ProblemCode | 'network' | 'timeout' | 'unexpected', string> = {
  unauthenticated:
    'Your access to this encounter has expired. What was saved stays saved; start a new encounter to go on.',
  forbidden: 'Your access does not permit this. Perhaps you may only read this encounter.',
  not_found:
    'This encounter is not known here. It may have been erased, or this device has no access to it. Open it on the device where you began it, or, if you logged in for it, under “My encounters”. Or start a new one.',
  item_conflict: 'This line was already saved with other words. The saved words stay.',
  session_ended: 'This encounter has ended and takes nothing more. To practise again, start a new one.',
  session_full: 'This encounter has reached its maximum length. End it and start a new one.',
  examination_not_begun: 'The examination has not begun. Go on to it first, then examine the patient.',
  assessment_signed: 'This assessment is signed and stays as it is. Begin a new version to change it.',
  assessment_changed: 'This assessment was changed elsewhere meanwhile. Decide which of the two stands.',
  review_off: 'No model reviews encounters here. Judge this one without proposals.',
  review_not_agreed:
    'The student did not agree that a model reads this encounter. Judge it without proposals.',
  session_not_closed: 'The last lines of this encounter may still arrive. Try again in a moment.',
  reflection_required: 'The debrief comes after your own reflection. Submit that first.',
  debrief_not_released:
    'Your teacher has not released this debrief yet. Ask your teacher, or come back later.',
  exam_not_open: 'This exam is not open now. Look when it opens and closes, or ask your teacher.',
  attempt_used:
    'You have begun this exam already, and each student has one attempt. If you were interrupted, continue it under “My encounters”, or ask your teacher.',
  exam_not_released: 'This was an exam. You can read it when your teacher releases it.',
  reflection_stands: 'Your reflection was already submitted. It stays as it is.',
  phase_order: 'The phases go in order, one step at a time. Go to the next one first.',
  case_mismatch: 'This patient does not fit this case. Choose another patient.',
  rtc_token_required:
    'This call was not connected in time, or the encounter continues in another call. To continue it here, start the call again.',
  idempotency_key_reused:
    'This start was already used for another encounter. Reload the page and start again.',
  body_too_large: 'That is too long to send at once. Shorten it, or send it in parts.',
  invalid_body:
    'The service could not accept that as it was. Check what you entered and try again; if it happens again, reload the page.',
  malformed_body: 'What was sent arrived damaged. Try again; if it happens again, reload the page.',
  invalid_parameter: 'The service could not accept that as it was. Reload the page and try again.',
  malformed_request: 'What was sent arrived damaged. Try again; if it happens again, reload the page.',
  method_not_allowed: MISFIT,
  not_acceptable: MISFIT,
  unsupported_media_type: MISFIT,
  uri_too_long: MISFIT,
  headers_too_large:
    'This browser sends more with each request than the service takes. Remove the cookies of this site and try again.',
  request_timeout: 'What was sent did not arrive in time. Try again.',
  quota_exceeded: 'Too many requests in a short time. Wait a moment, then try again.',
  budget_exhausted:
    'No more calls are possible here for now, spoken or typed. What was said so far is kept; come back later, or tell your teacher.',
  too_many_streams:
    'Too many pages follow encounters just now. Close other tabs; what is said here is saved all the same.',
  internal_error: 'Something went wrong in the service. Try again; if it happens again, report it.',
  upstream_rejected: 'The voice service refused the call. Try again; if it happens again, report it.',
  upstream_quota:
    'The account with the voice service is used up, so the patient cannot answer. What was said is kept. Tell your teacher.',
  upstream_unavailable: 'The voice service cannot be reached just now. Try again in a moment.',
  voice_unavailable: 'This service cannot run voice calls now. Type to the patient instead.',
  storage_unavailable: 'The service cannot save just now. Keep this page open, and try again in a moment.',
  limiter_unavailable:
    'The service cannot count requests just now, and lets none of this kind through. Try again in a moment.',
  identity_unavailable: 'Your login cannot be checked just now. Try again in a moment.',
  overloaded: 'The service is very busy just now. Try again in a moment.',
  unavailable: 'The service is busy, or it is starting or stopping. Try again in a moment.',
  network: 'The service cannot be reached. Check your connection.',
  timeout: 'The service did not answer in time. Try again.',
  unexpected: 'Something unexpected happened on this page. Try again; if it happens again, reload it.',
};

const WORDS: Partial<Record<string, string>> = KNOWN;

export function trouble(code: string, more: Partial<Trouble> = {}): Trouble {
  return { code, words: WORDS[code] ?? KNOWN.unexpected, status: 0, ...more };
}

/** Tells a failure: by the page's own words where it knows the code, else by the service's, else by the status. */
export function inWords(failure: Failure): Trouble {
  const { code, detail, status } = failure;
  return { ...failure, words: WORDS[code] ?? detail ?? WORDS[codeOfStatus(status)] ?? KNOWN.unexpected };
}

/** What happened, without the advice to try again: for what the page sends again by itself. */
export function causeOf(failure: Failure | Trouble): string {
  const { words } = 'words' in failure ? failure : inWords(failure);
  return words.replace(/([.?!]) (Keep this page|Try again|Wait a moment).*/s, '$1');
}

/** Turns whatever was thrown into words. Never throws itself. */
export async function troubleOf(error: unknown): Promise<Trouble> {
  // Its message is already meant for the user.
  if (error instanceof StorageError || error instanceof LoginError)
    return trouble(error.code, { words: error.message });
  return inWords(await failureOf(error));
}
