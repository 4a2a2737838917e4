import type { TranscriptLine } from '@viva/client';
import { trouble } from '../api/problems';
import type { Outcome, Send } from '../outbox/outbox';
import type { Bus, Locks } from '../outbox/locks';

/** A service that stores lines as the contract says: one row for a key, 409 for other words under it. */
export class FakeRelay {
  readonly rows: { sessionId: string; itemId: string; text: string }[] = [];
  readonly tries: string[] = [];
  /** What the next tries answer instead, one each. */
  readonly faults: Outcome[] = [];
  ended = false;

  readonly send: Send = async (sessionId: string, line: TranscriptLine): Promise<Outcome> => {
    this.tries.push(line.itemId);
    const fault = this.faults.shift();
    if (fault) return fault;
    const at = this.rows.findIndex((r) => r.sessionId === sessionId && r.itemId === line.itemId);
    if (at >= 0 && this.rows[at]!.text !== line.text) {
      return { kind: 'refused', trouble: trouble('item_conflict', { status: 409 }) };
    }
    if (at < 0 && this.ended) return { kind: 'refused', trouble: trouble('session_ended', { status: 409 }) };
    if (at < 0) this.rows.push({ sessionId, itemId: line.itemId, text: line.text });
    return { kind: 'stored', seq: at < 0 ? this.rows.length : at + 1 };
  };
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
      await action();
      this.holders -= 1;
    });
    this.tails.set(name, mine);
    return mine;
  }
}

/** The channel between the tabs of a test. */
export class FakeBus {
  private readonly listeners: ((sessionId: string) => void)[] = [];

  tab(): Bus {
    let own: ((sessionId: string) => void) | undefined;
    return {
      tell: (sessionId) => this.listeners.forEach((l) => l !== own && l(sessionId)),
      listen: (listener) => {
        own = listener;
        this.listeners.push(listener);
      },
    };
  }
}
