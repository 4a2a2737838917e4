import { systemClock } from './clock';
import { browserLocks, tabBus } from './locks';
import { Outbox } from './outbox';
import { relayThrough, type ApiOf } from './relay';
import { OutboxStore } from './store';

export interface OutboxOptions {
  readonly apiOf: ApiOf;
  /** The name of the database in this browser, and of the tabs' channel. */
  readonly name?: string;
}

/**
 * Opens this browser's outbox and begins to send what an earlier visit left in it, now and whenever the network comes
 * back. One for each page.
 */
export async function openOutbox({ apiOf, name = 'viva-outbox' }: OutboxOptions): Promise<Outbox> {
  const outbox = new Outbox({
    store: await OutboxStore.open(name),
    relay: relayThrough(apiOf, systemClock),
    locks: browserLocks,
    bus: tabBus(name),
    clock: systemClock,
    random: Math.random,
  });
  void outbox.kickAll();
  addEventListener('online', () => void outbox.kickAll());
  return outbox;
}
