import { FetchError, ResponseError } from '@viva/client';

/** Why a request came to nothing, for programs; the words for people are the frontend's own. */
export interface Failure {
  /** The service's stable code, or `network`, `timeout`, `unexpected`. */
  readonly code: string;
  /** The HTTP status, 0 when there was no answer. */
  readonly status: number;
  /** The service's own sentence, where it sent one. */
  readonly detail?: string;
  /** To quote in a report. */
  readonly requestId?: string;
  /** Seconds the service asks to wait. */
  readonly retryAfterS?: number;
  /** JSON Pointers to what was wrong in the body. */
  readonly pointers?: readonly string[];
}

/** Reads whatever a generated client threw. Never throws itself. */
export async function failureOf(error: unknown): Promise<Failure> {
  if (error instanceof ResponseError) return failureOfResponse(error.response);
  const cause = error instanceof FetchError ? error.cause : error;
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'TimeoutError' || name === 'AbortError') return { code: 'timeout', status: 0 };
  // A fetch that gets no answer at all is a TypeError in every browser.
  const unanswered = cause instanceof TypeError && /fetch|network|load/i.test(cause.message);
  return { code: unanswered || error instanceof FetchError ? 'network' : 'unexpected', status: 0 };
}

/** Reads a problem document; a reply that is none (a proxy's page) is told by its status alone. */
export async function failureOfResponse(response: Response): Promise<Failure> {
  const problem = await problemIn(response);
  const requestId = problem.request_id ?? response.headers.get('X-Request-Id') ?? undefined;
  const retryAfterS = retryAfter(response.headers.get('Retry-After'), Date.now());
  const pointers = problem.errors?.flatMap((e) => (typeof e.pointer === 'string' ? [e.pointer] : []));
  return {
    code: problem.code ?? codeOfStatus(response.status),
    status: response.status,
    ...(problem.detail && { detail: problem.detail }),
    ...(requestId && { requestId }),
    ...(retryAfterS !== undefined && { retryAfterS }),
    ...(pointers && { pointers }),
  };
}

/** Seconds from either form of `Retry-After` (RFC 9110, 10.2.3), rounded up, at least 1. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : undefined;
}

/** Whether the same request may succeed later without anyone changing anything. */
export function passes({ status }: Failure): boolean {
  return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
}

export function codeOfStatus(status: number): string {
  if (status === 401 || status === 403) return 'unauthenticated';
  if (status === 404) return 'not_found';
  if (status === 408) return 'request_timeout';
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
  errors?: { pointer?: string }[];
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
