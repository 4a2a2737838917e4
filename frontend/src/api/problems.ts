import { FetchError, ResponseError } from '@viva/client';

/** A failure as the page tells it: a sentence, and what is needed to act on it or to report it. */
export interface Trouble {
  /** The service's stable code, or one of the page's own: `network`, `timeout`, `unexpected`. */
  readonly code: string;
  readonly words: string;
  /** The HTTP status, 0 when there was no answer. */
  readonly status: number;
  /** To quote in a report. */
  readonly requestId?: string;
  /** Seconds the service asks to wait. */
  readonly retryAfterS?: number;
}

const WORDS: Record<string, string> = {
  unauthenticated:
    'Your access to this encounter has expired. What was saved stays saved; start a new encounter to go on.',
  not_found: 'This encounter is not known here. It may have been erased, or this device has no access to it.',
  item_conflict: 'This line was already saved with other words. The saved words stay.',
  session_ended: 'This encounter has ended and takes nothing more.',
  phase_order: 'The phases go in order, one step at a time.',
  case_mismatch: 'This patient does not fit this case. Choose another patient.',
  rtc_token_required: 'The permission for this call ran out before it was connected. Try again.',
  body_too_large: 'That is too long to send at once.',
  invalid_body: 'The service could not accept that as it was.',
  quota_exceeded: 'That was more than the service allows in a short time. It goes on after a pause.',
  internal_error: 'Something went wrong in the service. Try again; if it stays, report it.',
  upstream_rejected: 'The voice service refused the call. Try again; if it stays, report it.',
  upstream_quota:
    'The account with the voice service is used up. Tell your teacher; typing and transcripts still work.',
  upstream_unavailable: 'The voice service cannot be reached just now. Try again in a moment.',
  storage_unavailable: 'The service cannot save just now.',
  overloaded: 'The service is very busy just now. Try again in a moment.',
  unavailable: 'The service is starting or stopping. Try again in a moment.',
  network: 'The service cannot be reached. Check your connection.',
  timeout: 'The service did not answer in time. Try again.',
  unexpected: 'Something unexpected happened on this page. Try again; if it stays, reload it.',
};

export function trouble(code: string, more: Partial<Trouble> = {}): Trouble {
  return { code, words: WORDS[code] ?? WORDS.unexpected!, status: 0, ...more };
}

/** Turns whatever was thrown into words. Never throws itself. */
export async function troubleOf(error: unknown): Promise<Trouble> {
  if (error instanceof ResponseError) return troubleOfResponse(error.response);
  const cause = error instanceof FetchError ? error.cause : error;
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'TimeoutError' || name === 'AbortError') return trouble('timeout');
  // A fetch that gets no answer at all is a TypeError in every browser.
  if (cause instanceof TypeError && /fetch|network|load/i.test(cause.message)) return trouble('network');
  return error instanceof FetchError ? trouble('network') : trouble('unexpected');
}

/** Reads a problem document; a reply that is none (a proxy's page) is told by its status alone. */
export async function troubleOfResponse(response: Response): Promise<Trouble> {
  const problem = await problemIn(response);
  const code = problem.code ?? codeOfStatus(response.status);
  const requestId = problem.request_id ?? response.headers.get('X-Request-Id') ?? undefined;
  const retryAfterS = retryAfter(response.headers.get('Retry-After'), Date.now());
  return {
    code,
    words: WORDS[code] ?? problem.detail ?? WORDS[codeOfStatus(response.status)]!,
    status: response.status,
    ...(requestId && { requestId }),
    ...(retryAfterS !== undefined && { retryAfterS }),
  };
}

/** Seconds from either form of `Retry-After` (RFC 9110, 10.2.3), rounded up, at least 1. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : undefined;
}

/** Whether the same request may succeed later without anyone changing anything. */
export function passes(t: Trouble): boolean {
  return t.status === 0 || t.status === 408 || t.status === 425 || t.status === 429 || t.status >= 500;
}

function codeOfStatus(status: number): string {
  if (status === 401 || status === 403) return 'unauthenticated';
  if (status === 404) return 'not_found';
  if (status === 408) return 'timeout';
  if (status === 413) return 'body_too_large';
  if (status === 422) return 'invalid_body';
  if (status === 429) return 'quota_exceeded';
  if (status === 503) return 'unavailable';
  return status >= 500 ? 'internal_error' : 'unexpected';
}

interface ProblemMembers {
  code?: string;
  detail?: string;
  request_id?: string;
}

async function problemIn(response: Response): Promise<ProblemMembers> {
  if (!/[/+]json/.test(response.headers.get('Content-Type') ?? '')) return {};
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as ProblemMembers) : {};
  } catch {
    return {}; // Cut off or not JSON after all: the status still says enough.
  }
}
