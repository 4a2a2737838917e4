import type { TranscriptError, TranscriptLine } from '../api/index.js';
import type { Failure } from '../problems/failure.js';
import type { Bus, Locks, News } from '../outbox/locks.js';
import type { LineOutcome, Outcome, Relay } from '../outbox/relay.js';

/** What the next request meets: a failure in its place, or an answer that is lost on the way back. */
export type Fault = Outcome | 'lost answer';

/** A service that stores lines as the contract says: one row for a key, a conflict for other words under it. */
export class FakeRelay implements Relay {
  readonly rows: { sessionId: string; itemId: string; text: string }[] = [];
  readonly reports: string[] = [];
  /** The items of each request, in order. */
  readonly requests: string[][] = [];
  /** What the next requests meet, one each. */
  readonly faults: Fault[] = [];
  /** Items that make a request invalid; pointed to, unless the service is vague. */
  readonly invalid = new Set<string>();
  vague = false;
  ended = false;
  /** While set, typed lines are stored and refused an answer for this reason. */
  silent: Failure | undefined;
  /** Operations that the page has no access to: a request for them is never made. */
  readonly without = new Set<'send' | 'say' | 'report'>();
  /** While set, an answer waits for it. */
  gate: Promise<void> | undefined;

  async send(sessionId: string, lines: readonly TranscriptLine[]): Promise<Outcome> {
    return this.without.has('send') ? { kind: 'unsent' } : this.request(sessionId, lines);
  }

  private async request(sessionId: string, lines: readonly TranscriptLine[]): Promise<Outcome> {
    this.requests.push(lines.map((line) => line.itemId));
    const fault = this.faults.shift();
    const outcome = typeof fault === 'object' ? fault : this.take(sessionId, lines);
    await this.gate;
    return fault === 'lost answer' ? later() : outcome;
  }

  /** The items that were typed to the patient, each time. */
  readonly typed: string[] = [];

  /** The latest call that each of them knew of. */
  readonly knew: (number | undefined)[] = [];

  async say(sessionId: string, line: TranscriptLine, latestCall?: number): Promise<Outcome> {
    if (this.without.has('say')) return { kind: 'unsent' };
    this.typed.push(line.itemId);
    this.knew.push(latestCall);
    const outcome = await this.request(sessionId, [line]);
    if (!this.silent || outcome.kind !== 'answered' || outcome.lines[0]?.kind !== 'stored') return outcome;
    return { kind: 'answered', lines: [{ kind: 'unanswered', failure: this.silent }] };
  }

  async report(sessionId: string, { itemId }: TranscriptError): Promise<Outcome> {
    if (this.without.has('report')) return { kind: 'unsent' };
    const fault = this.faults.shift();
    if (typeof fault === 'object') return fault;
    this.reports.push(`${sessionId} ${itemId}`);
    return fault === 'lost answer' ? later() : { kind: 'answered', lines: [] };
  }

  /** The items of all requests. */
  get tries(): string[] {
    return this.requests.flat();
  }

  private take(sessionId: string, lines: readonly TranscriptLine[]): Outcome {
    const wrong = lines.flatMap((line, i) => (this.invalid.has(line.itemId) ? [`/lines/${i}/text`] : []));
    if (wrong.length > 0) {
      const failure = { code: 'invalid_body', status: 422, ...(!this.vague && { pointers: wrong }) };
      return { kind: 'refused', failure };
    }
    return { kind: 'answered', lines: lines.map((line) => this.store(sessionId, line)) };
  }

  private store(sessionId: string, { itemId, text }: TranscriptLine): LineOutcome {
    const at = this.rows.findIndex((r) => r.sessionId === sessionId && r.itemId === itemId);
    if (at >= 0 && this.rows[at]!.text !== text) return refused('item_conflict');
    if (at < 0 && this.ended) return refused('session_ended');
    if (at < 0) this.rows.push({ sessionId, itemId, text });
    return { kind: 'stored', seq: at < 0 ? this.rows.length : at + 1 };
  }
}

function refused(code: string): LineOutcome {
  return { kind: 'refused', failure: { code, status: 409 } };
}

/** No answer, or one that asks to wait. */
export function later(retryAfterS?: number, status = 503): Outcome {
  const asked: Failure = { code: status === 429 ? 'quota_exceeded' : 'storage_unavailable', status };
  const failure = retryAfterS === undefined ? { code: 'network', status: 0 } : { ...asked, retryAfterS };
  return { kind: 'later', failure };
}

/** Locks of one browser, shared by the tabs of a test. */
export class FakeLocks implements Locks {
  private readonly tails = new Map<string, Promise<void>>();
  holders = 0;
  most = 0;

  async exclusively(name: string, action: () => Promise<void>): Promise<void> {
    const before = this.tails.get(name) ?? Promise.resolve();
    const mine = before.then(async () => {
      this.most = Math.max(this.most, ++this.holders);
      try {
        await action();
      } finally {
        this.holders -= 1;
      }
    });
    // A lock whose holder failed is free, as a browser's is.
    const free = mine.catch(() => undefined);
    this.tails.set(name, free);
    return mine;
  }
}

/** The channel between the tabs of a test. */
export class FakeBus {
  private listeners: ((news: News) => void)[] = [];

  tab(): Bus {
    let own: ((news: News) => void) | undefined;
    return {
      announce: (news) => this.listeners.forEach((l) => l !== own && l(news)),
      listen: (listener) => {
        own = listener;
        this.listeners.push(listener);
      },
      close: () => {
        this.listeners = this.listeners.filter((listener) => listener !== own);
      },
    };
  }
}
