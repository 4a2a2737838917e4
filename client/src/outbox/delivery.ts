import { MAX_LINES, packed, verdicts } from './batch.js';
import { Doubt, isOutOfReach } from '../problems/doubt.js';
import type { Failure } from '../problems/failure.js';
import type { Clock } from '../time/clock.js';
import type { Outcome, Relay } from './relay.js';
import type { Entry, OutboxStore } from './store.js';

/** What one step did: nothing was left to do, something was settled, or a failure that may pass. */
export type Step = 'nothing' | 'settled' | Failure;

/** Takes one session's queue to the service, request by request: lines first, then reports. */
export class Delivery {
  /** How many lines the next request may hold. */
  private most = MAX_LINES;
  private readonly doubt: Doubt;

  constructor(
    private readonly sessionId: string,
    private readonly store: OutboxStore,
    private readonly relay: Relay,
    clock: Clock,
  ) {
    this.doubt = new Doubt(clock);
  }

  async step(): Promise<Step> {
    const batch = packed(await this.store.waiting(this.sessionId), this.most);
    if (batch.length === 0) return this.report();
    const outcome = this.doubted(await this.send(batch));
    if (outcome.kind === 'later') return outcome.failure;
    const settled = verdicts(batch, outcome);
    const progress = settled.kept.length + settled.refused.length > 0;
    this.most = progress ? Math.min(MAX_LINES, this.most * 2) : Math.ceil(batch.length / 2);
    if (progress) await this.store.settle(settled);
    return 'settled';
  }

  private send(batch: readonly Entry[]): Promise<Outcome> {
    const [first] = batch;
    if (first?.typed) return this.relay.say(this.sessionId, first.line);
    return this.relay.send(
      this.sessionId,
      batch.map((entry) => entry.line),
    );
  }

  private async report(): Promise<Step> {
    const report = await this.store.nextReport(this.sessionId);
    if (!report) return 'nothing';
    const { itemId, detail } = report;
    const outcome = this.doubted(await this.relay.report(this.sessionId, { itemId, detail }));
    if (outcome.kind === 'later') return outcome.failure;
    // Refused for good is done as well: there is nobody who could decide anything about it.
    await this.store.reported(report);
    return 'settled';
  }

  /** A session that is said to be out of reach is asked for again, until the answer is repeated. */
  private doubted(outcome: Outcome): Outcome {
    if (outcome.kind === 'refused' && isOutOfReach(outcome.failure)) {
      return this.doubt.confirms() ? outcome : { kind: 'later', failure: outcome.failure };
    }
    if (outcome.kind === 'answered') this.doubt.clear();
    return outcome;
  }
}
