import type {
  LineResult,
  RelayReceipt,
  TranscriptApi,
  TranscriptError,
  TranscriptLine,
  TypedApi,
} from '../api/index.js';
import { bytesOf } from './batch.js';
import type { Clock } from '../time/clock.js';
import { within } from '../time/within.js';
import { failureOf, isRetryable, type Failure } from '../problems/failure.js';

/**
 * What became of one line. `unanswered`: it is stored, and the patient cannot answer it now. `refused` is final: sending
 * the same line again changes nothing.
 */
export type LineOutcome =
  | { readonly kind: 'stored'; readonly seq: number }
  | { readonly kind: 'unanswered'; readonly failure: Failure }
  | { readonly kind: 'refused'; readonly failure: Failure };

/**
 * What became of one request. `answered`: an outcome per line, in the order given. `later`: the outcome of every line is
 * unknown, and the same request may succeed later. `refused`: the request was refused, and would be again. `unsent`: no
 * request was made, since this page has no access to the operation; another page of this browser may have it.
 */
export type Outcome =
  | { readonly kind: 'answered'; readonly lines: readonly LineOutcome[] }
  | { readonly kind: 'later'; readonly failure: Failure }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'unsent' };

/** Why lines wait that are unsent. */
export const NO_ACCESS: Failure = { code: 'unauthenticated', status: 0 };

/** Sends lines to the service. Never throws. */
export interface Relay {
  /** One line or several of one session, oldest first. */
  send(sessionId: string, lines: readonly TranscriptLine[]): Promise<Outcome>;
  /**
   * A line typed to the patient. Sending it again asks for its answer again.
   *
   * @param latestCall the number of the latest call that was known when it was typed, if that is known
   */
  say(sessionId: string, line: TranscriptLine, latestCall?: number): Promise<Outcome>;
  /** Reports something said that could not be transcribed; answered without lines. */
  report(sessionId: string, error: TranscriptError): Promise<Outcome>;
}

/**
 * The session's operations with its grant; undefined when this page has no grant for it. It is asked again with growing
 * pauses. Its lines stay on the device and wait: another page of this browser may be able to send them.
 */
export type ApiOf = (sessionId: string) => Promise<TranscriptApi | undefined>;

/** The same for typed lines. While they wait for it, the lines behind them are sent. */
export type TypedApiOf = (sessionId: string) => Promise<Pick<TypedApi, 'say'> | undefined>;

export interface RelayParts {
  readonly apiOf: ApiOf;
  readonly typedApiOf?: TypedApiOf | undefined;
  /** For the deadlines. */
  readonly clock: Clock;
  /** The clock of the lines' times; undefined while it is not known. */
  readonly now: () => number | undefined;
}

/** For a whole attempt: the caller's grant, the request and the answer. */
const DEADLINE_MS = 15_000;
const UNREADABLE: Failure = { code: 'unexpected', status: 0 };
const NOT_ENCODED: Failure = { code: 'invalid_body', status: 0 };

/** Refusals of a typed line that is stored all the same, by the contract: the patient cannot answer it now. */
const STORED_ANYWAY: ReadonlySet<string> = new Set(['budget_exhausted', 'upstream_unavailable']);

/** Sends through the generated client: a line by itself as a single relay, several as one batch. */
export function relayThrough({ apiOf, typedApiOf, clock, now }: RelayParts): Relay {
  const attemptWith = async <T>(
    of: ((sessionId: string) => Promise<T | undefined>) | undefined,
    sessionId: string,
    request: (api: T, init: RequestInit) => Promise<Outcome>,
  ): Promise<Outcome> => {
    const ended = new AbortController();
    const failed = async (error: unknown): Promise<Outcome> => {
      const failure = await failureOf(error);
      return { kind: isRetryable(failure) ? 'later' : 'refused', failure };
    };
    // With the body of a refusal, which may be as late as any other.
    const answer = async (): Promise<Outcome> => {
      try {
        const api = await of?.(sessionId);
        return api ? await request(api, { signal: ended.signal }) : { kind: 'unsent' };
      } catch (error) {
        return failed(error);
      }
    };
    try {
      return await within(clock, DEADLINE_MS, answer());
    } catch (late) {
      return await failed(late);
    } finally {
      // A grant that comes after the deadline sends nothing.
      ended.abort();
    }
  };
  const attempt = (sessionId: string, request: (api: TranscriptApi, init: RequestInit) => Promise<Outcome>) =>
    attemptWith(apiOf, sessionId, request);
  return {
    async say(sessionId, line, latestCall) {
      const typedLine = { itemId: line.itemId, text: line.text };
      const request = { sessionId, typedLine, ...(latestCall !== undefined && { latestCall }) };
      const outcome = await attemptWith(typedApiOf, sessionId, async (api, init) => {
        const receipt = await api.say(request, init);
        const stored = storedAt(line, receipt);
        return stored ? { kind: 'answered', lines: [stored] } : { kind: 'later', failure: UNREADABLE };
      });
      if (outcome.kind === 'answered' || outcome.kind === 'unsent') return outcome;
      const { failure } = outcome;
      // Only the service's own document is proof: a proxy may answer anything.
      const stored = failure.problem && STORED_ANYWAY.has(failure.problem.code);
      return stored ? { kind: 'answered', lines: [{ kind: 'unanswered', failure }] } : outcome;
    },
    async send(sessionId, given) {
      const outcome = await attempt(sessionId, async (api, init) => {
        const sentAt = now();
        const stamp = sentAt === undefined ? {} : { emittedAt: new Date(sentAt) };
        const lines = given.map((line) => ({ ...line, ...stamp }));
        const [only] = lines;
        if (only && lines.length === 1) {
          const receipt = await api.relayTranscript({ sessionId, transcriptLine: only }, init);
          const stored = storedAt(only, receipt ?? undefined);
          return stored ? { kind: 'answered', lines: [stored] } : { kind: 'later', failure: UNREADABLE };
        }
        const reply = await api.relayTranscriptBatchRaw({ sessionId, transcriptBatch: { lines } }, init);
        const { results } = await reply.value();
        return outcomesOf(lines, results, reply.raw.headers.get('X-Request-Id') ?? undefined);
      });
      const failed = outcome.kind === 'later' && given.some((line) => bytesOf(line) === undefined);
      return failed ? { kind: 'refused', failure: NOT_ENCODED } : outcome;
    },
    report(sessionId, transcriptError) {
      return attempt(sessionId, async (api, init) => {
        const event = await api.reportTranscriptError({ sessionId, transcriptError }, init);
        const told = event.transcriptError?.itemId === transcriptError.itemId;
        return told ? { kind: 'answered', lines: [] } : { kind: 'later', failure: UNREADABLE };
      });
    },
  };
}

function outcomesOf(
  lines: readonly TranscriptLine[],
  results: readonly LineResult[],
  requestId: string | undefined,
): Outcome {
  const outcomes = lines.map((line, i) => {
    const result = results[i];
    return result?.itemId === line.itemId ? outcomeOf(line, result, requestId) : undefined;
  });
  const known = outcomes.filter((outcome) => outcome !== undefined);
  // An answer that omits a line acknowledges nothing: sending all lines again is harmless.
  if (known.length < lines.length) return { kind: 'later', failure: UNREADABLE };
  return { kind: 'answered', lines: known };
}

function outcomeOf(
  line: TranscriptLine,
  result: LineResult,
  requestId: string | undefined,
): LineOutcome | undefined {
  const refused = (code: string): LineOutcome => ({
    kind: 'refused',
    failure: { code, status: 409, ...(requestId && { requestId }) },
  });
  switch (result.status) {
    case 'stored':
    case 'already_stored':
      return storedAt(line, result.receipt);
    case 'conflict':
      return refused('item_conflict');
    case 'session_ended':
      return refused('session_ended');
    case 'session_full':
      return refused('session_full');
    default:
      // A status of a later contract: it is no acknowledgement, and waiting would not help.
      return refused('unexpected');
  }
}

/** A receipt counts only when it names this line: a proxy's own page must not count as one. */
function storedAt(
  line: TranscriptLine,
  receipt: Pick<RelayReceipt, 'itemId' | 'seq'> | undefined,
): LineOutcome | undefined {
  const valid = receipt?.itemId === line.itemId && Number.isSafeInteger(receipt.seq);
  return valid ? { kind: 'stored', seq: receipt.seq } : undefined;
}
