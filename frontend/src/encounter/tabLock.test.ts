import { expect, it, vi } from 'vitest';
import { FakeClock, settle } from '@viva/client/testing';
import { browserTabLock } from './tabLock';

type Callback = (lock: Lock) => Promise<void>;

/** A browser's locks, as far as one name is asked for. */
class FakeLocks {
  /** Whether it answers now; a busy browser gives not even a free lock. */
  busy = false;
  asked = 0;
  private loseIt: (() => void) | undefined;

  request(name: string, { signal, steal }: LockOptions, keep: Callback): Promise<void> {
    this.asked += 1;
    if (steal) this.loseIt?.();
    if (!this.busy && (steal || !this.loseIt)) return this.hold({ name, mode: 'exclusive' }, keep);
    return new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    );
  }

  async query(): Promise<LockManagerSnapshot> {
    return {
      held: this.loseIt ? [{ name: 'viva-call-ses_1', mode: 'exclusive', clientId: 'c' }] : [],
      pending: [],
    };
  }

  private hold(lock: Lock, keep: Callback): Promise<void> {
    const lost = new Promise<never>((_, reject) => (this.loseIt = () => reject(new Error('stolen'))));
    const mine = this.loseIt;
    const kept = keep(lock).then(() => {
      if (this.loseIt === mine) this.loseIt = undefined;
    });
    return Promise.race([kept, lost]);
  }
}

function browser() {
  const clock = new FakeClock();
  const locks = new FakeLocks();
  return { clock, locks, tab: browserTabLock(clock, locks as unknown as LockManager) };
}

it('gives the call to one tab, and to the next when that one lets go', async () => {
  const { clock, tab } = browser();
  const release = await tab.take('ses_1', false, vi.fn());
  const second = tab.take('ses_1', false, vi.fn());
  await clock.move(1_000);
  expect(await second).toBeUndefined();
  release?.();
  await settle();
  expect(await tab.take('ses_1', false, vi.fn())).toBeDefined();
  expect(clock.waiting).toBe(0);
});

it('does not take a slow browser for another tab', async () => {
  const { clock, locks, tab } = browser();
  locks.busy = true;
  const taken = tab.take('ses_1', false, vi.fn());
  await clock.move(1_000);
  expect(locks.asked).toBe(2);
  locks.busy = false;
  await clock.move(1_000);
  expect(await taken).toBeDefined();
});

it('tells the tab from which the call is taken', async () => {
  const { tab } = browser();
  const lost = vi.fn();
  await tab.take('ses_1', false, lost);
  expect(await tab.take('ses_1', true, vi.fn())).toBeDefined();
  await settle();
  expect(lost).toHaveBeenCalledOnce();
});

it('protects nothing where the browser has no locks', async () => {
  expect(await browserTabLock(new FakeClock(), undefined).take('ses_1', false, vi.fn())).toBeDefined();
});
