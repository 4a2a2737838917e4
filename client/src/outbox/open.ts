import { report } from '../callers/invoke.js';
import { systemClock } from '../time/clock.js';
import { browserLocks, tabBus } from './locks.js';
import { Outbox } from './outbox.js';
import { relayThrough, type ApiOf, type TypedApiOf } from './relay.js';
import { OutboxStore } from './store.js';

export interface OutboxOptions {
  readonly apiOf: ApiOf;
  /** For lines typed to the patient; without it they wait for a page that has it. */
  readonly typedApiOf?: TypedApiOf;
  /**
   * The clock of the lines' `startedAt` and `finalizedAt`, in milliseconds since 1970: the service compares it with its own
   * when lines arrive. The device's when absent; pass `now` of a `ServerClock` if the times come from it, and answer
   * undefined while that is not known. Lines that are sent then keep their times.
   */
  readonly now?: () => number | undefined;
  /** The name of the database in this browser, and of the tabs' channel. */
  readonly name?: string;
}

/**
 * Opens this browser's outbox and sends what an earlier visit left in it, now and whenever the network returns. Open one
 * per page.
 */
export async function openOutbox({
  apiOf,
  typedApiOf,
  now = systemClock.now,
  name = 'viva-outbox',
}: OutboxOptions): Promise<Outbox> {
  const outbox = new Outbox({
    store: await OutboxStore.open(name),
    relay: relayThrough({ apiOf, typedApiOf, clock: systemClock, now }),
    locks: browserLocks(systemClock),
    bus: tabBus(name),
    clock: systemClock,
    random: Math.random,
    network: watchNetwork,
  });
  void outbox.retryAllNow().catch(report);
  return outbox;
}

function watchNetwork(isBack: () => void): () => void {
  addEventListener('online', isBack);
  return () => removeEventListener('online', isBack);
}
