import { MAX_LINES, nextBatch, settlementOf } from './batch.js';
import { RepeatedRefusals, isSessionDenied } from '../problems/repeatedRefusals.js';
import type { Failure } from '../problems/failure.js';
import type { Clock } from '../time/clock.js';
import { NO_ACCESS, type Outcome, type Relay } from './relay.js';
import type { Entry, OutboxStore } from './store.js';

/** The result of one step: nothing left to send, something settled, or a failure worth another try. */
export type Step = 'nothing' | 'settled' | Failure;

/** Sends one session's queue, one request at a time: lines first, then reports. */
export class Delivery {
  /** The size of the next batch. */
  private maxLines = MAX_LINES;
  private readonly refusals: RepeatedRefusals;
  /** The entries that this page has no access to send, by their keys, until its next try. */
  private readonly unsent = new Set<number>();

  constructor(
    private readonly sessionId: string,
    private readonly store: OutboxStore,
    private readonly relay: Relay,
    clock: Clock,
    private readonly onUnanswered: (entry: Entry, failure: Failure) => void,
  ) {
    this.refusals = new RepeatedRefusals(clock);
  }

  /** Before the first step of a try. */
  begin(): void {
    this.unsent.clear();
  }

  async step(): Promise<Step> {
    const step = await this.next();
    return step === 'nothing' && this.unsent.size > 0 ? NO_ACCESS : step;
  }

  private async next(): Promise<Step> {
    const waiting = await this.store.waiting(this.sessionId);
    const batch = nextBatch(
      waiting.filter(({ key }) => !this.unsent.has(key)),
      this.maxLines,
    );
    if (batch.length === 0) return this.report();
    const outcome = this.confirmed(await this.send(batch));
    if (outcome.kind === 'unsent') {
      for (const { key } of batch) this.unsent.add(key);
      return this.next();
    }
    if (outcome.kind === 'later') return outcome.failure;
    const settled = settlementOf(batch, outcome);
    const progress = settled.kept.length + settled.refused.length > 0;
    this.maxLines = progress ? Math.min(MAX_LINES, this.maxLines * 2) : Math.ceil(batch.length / 2);
    if (progress) await this.store.settle(settled);
    for (const { entry, failure } of settled.unanswered) this.onUnanswered(entry, failure);
    return 'settled';
  }

  private send(batch: readonly Entry[]): Promise<Outcome> {
    const [first] = batch;
    if (first?.typed) return this.relay.say(this.sessionId, first.line, first.latestCall);
    return this.relay.send(
      this.sessionId,
      batch.map((entry) => entry.line),
    );
  }

  private async report(): Promise<Step> {
    const report = await this.store.nextReport(this.sessionId);
    if (!report) {
      this.refusals.reset();
      return 'nothing';
    }
    const { itemId, detail } = report;
    const outcome = this.confirmed(await this.relay.report(this.sessionId, { itemId, detail }));
    if (outcome.kind === 'unsent') return NO_ACCESS;
    if (outcome.kind === 'later') return outcome.failure;
    // A refused report is done too: nobody could decide anything about it.
    await this.store.reported(report);
    return 'settled';
  }

  /** Tries again when the service denies the session, until the answer counts as final. */
  private confirmed(outcome: Outcome): Outcome {
    if (outcome.kind === 'unsent') return outcome;
    if (outcome.kind === 'refused' && isSessionDenied(outcome.failure)) {
      return this.refusals.record() ? outcome : { kind: 'later', failure: outcome.failure };
    }
    this.refusals.reset();
    return outcome;
  }
}
