import { FetchError, ProblemFromJSON, ResponseError, type Problem, type ProblemCode } from '../api/index.js';

/**
 * The service's stable code. `network`: no answer. `timeout`: no answer in time. `unexpected`: anything else. A later
 * service may send codes that are not listed here.
 */
export type FailureCode = ProblemCode | 'network' | 'timeout' | 'unexpected' | (string & {});

/** Why a request failed, for programs. The frontend chooses the words for people. */
export interface Failure {
  readonly code: FailureCode;
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
  /** The whole RFC 9457 document, where the service sent one. */
  readonly problem?: Problem;
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

/** Reads a problem document. Any other reply, such as a proxy's page, is described by its status alone. */
export async function failureOfResponse(response: Response): Promise<Failure> {
  const problem = await problemIn(response);
  const requestId = problem.requestId ?? response.headers.get('X-Request-Id') ?? undefined;
  const retryAfterS = retryAfter(response.headers.get('Retry-After'), timeOf(response));
  return {
    code: problem.code ?? codeOfStatus(response.status),
    status: response.status,
    ...(problem.detail && { detail: problem.detail }),
    ...(requestId && { requestId }),
    ...(retryAfterS !== undefined && { retryAfterS }),
    ...(problem.pointers && { pointers: problem.pointers }),
    ...(problem.document && { problem: problem.document }),
  };
}

/** When the service answered, by its own clock; by the device's when it does not say. */
function timeOf({ headers }: Response): number {
  return Date.parse(headers.get('Date') ?? '') || Date.now();
}

/** Seconds from either form of `Retry-After` (RFC 9110, 10.2.3), rounded up, at least 1; `now` by the sender's clock. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : undefined;
}

/** Whether the same request may succeed later. */
export function isRetryable({ status }: Failure): boolean {
  return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
}

/** The code for an HTTP status, for replies without a problem document. */
export function codeOfStatus(status: number): FailureCode {
  if (status === 401 || status === 403) return 'unauthenticated';
  if (status === 404) return 'not_found';
  if (status === 408) return 'request_timeout';
  if (status === 413) return 'body_too_large';
  if (status === 422) return 'invalid_body';
  if (status === 429) return 'quota_exceeded';
  if (status === 503) return 'unavailable';
  return status >= 500 ? 'internal_error' : 'unexpected';
}

/** The members of a problem document that are present and of the contract's types. */
interface ProblemMembers {
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly requestId?: string | undefined;
  readonly pointers?: readonly string[] | undefined;
  /** Only where all that the contract requires is there. */
  readonly document?: Problem | undefined;
}

async function problemIn(response: Response): Promise<ProblemMembers> {
  if (!/[/+]json/.test(response.headers.get('Content-Type') ?? '')) return {};
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? membersOf(body) : {};
  } catch {
    return {}; // Cut off or not JSON after all: the status still says enough.
  }
}

/** A proxy may answer any JSON. */
function membersOf(body: object): ProblemMembers {
  const members: Record<string, unknown> = { ...body };
  const text = (name: string) => (typeof members[name] === 'string' ? members[name] : undefined);
  const { status, errors } = members;
  const list: unknown[] | undefined = Array.isArray(errors) ? errors : undefined;
  const whole = TEXTS.every((name) => text(name) !== undefined) && typeof status === 'number';
  const readable =
    errors === undefined || list?.every((error) => typeof error === 'object' && error !== null);
  return {
    code: text('code'),
    detail: text('detail'),
    requestId: text('request_id'),
    pointers: list?.flatMap(pointerIn),
    document: whole && readable ? ProblemFromJSON(body) : undefined,
  };
}

const TEXTS = ['type', 'title', 'code', 'detail', 'instance', 'request_id'] as const;

function pointerIn(error: unknown): string[] {
  const { pointer } = (error ?? {}) as { pointer?: unknown };
  return typeof pointer === 'string' ? [pointer] : [];
}
