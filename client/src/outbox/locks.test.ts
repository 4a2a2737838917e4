import { expect, it } from 'vitest';
import { browserLocks } from './locks.js';
import { FakeClock, settle } from '../testing/fakeClock.js';

/** A browser's locks: one holder for each name; whoever waits may give up. */
class FakeLockManager {
  private readonly tails = new Map<string, Promise<unknown>>();

  async request(
    name: string,
    { signal, ifAvailable = false }: LockOptions,
    action: (lock: Lock | null) => Promise<void>,
  ): Promise<void> {
    const before = this.tails.get(name);
    if (before && ifAvailable) return action(null);
    if (before && signal) {
      const aborted = new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
      await Promise.race([before, aborted]);
    }
    const mine = action({ name, mode: 'exclusive' });
    const tail = mine
      .catch(() => undefined)
      .then(() => {
        if (this.tails.get(name) === tail) this.tails.delete(name);
      });
    this.tails.set(name, tail);
    return mine;
  }
}

function browser() {
  const clock = new FakeClock();
  const manager = new FakeLockManager();
  return { clock, locks: browserLocks(clock, manager as unknown as LockManager) };
}

it('lets one tab at a time run an action', async () => {
  const { clock, locks } = browser();
  const ran: string[] = [];
  let free: () => void = () => undefined;
  const first = locks.exclusively('a', () => new Promise((resolve) => (free = resolve)));
  const second = locks.exclusively('a', async () => void ran.push('second'));
  await locks.exclusively('b', async () => void ran.push('of another name'));
  await settle();
  expect(ran).toEqual(['of another name']);
  free();
  await Promise.all([first, second]);
  expect(ran).toEqual(['of another name', 'second']);
  expect(clock.waiting).toBe(0);
});

it('runs the action without the lock when its holder hangs', async () => {
  const { clock, locks } = browser();
  let ran = 0;
  void locks.exclusively('a', () => new Promise<never>(() => undefined));
  const second = locks.exclusively('a', async () => void ran++);
  await clock.move(19_999);
  expect(ran).toBe(0);
  await clock.move(1);
  await second;
  expect(ran).toBe(1);
});

it('waits for a holder that hangs once, and takes turns again when it is gone', async () => {
  const { clock, locks } = browser();
  const ran: string[] = [];
  let free: () => void = () => undefined;
  void locks.exclusively('a', () => new Promise((resolve) => (free = resolve)));
  const late = locks.exclusively('a', async () => void ran.push('late'));
  await clock.move(20_000);
  await late;
  await locks.exclusively('a', async () => void ran.push('at once'));
  expect(ran).toEqual(['late', 'at once']);
  free();
  await settle();
  let freeOther: () => void = () => undefined;
  const holding = locks.exclusively('a', () => new Promise((resolve) => (freeOther = resolve)));
  const next = locks.exclusively('a', async () => void ran.push('in turn'));
  await settle();
  expect(ran).toHaveLength(2);
  freeOther();
  await Promise.all([holding, next]);
  expect(ran.at(-1)).toBe('in turn');
});

it('runs an action once, however long it takes and although it fails', async () => {
  const { clock, locks } = browser();
  let ran = 0;
  let fail: (error: Error) => void = () => undefined;
  const failing = locks.exclusively('a', () => {
    ran++;
    return new Promise((_, reject) => (fail = reject));
  });
  const seen = failing.catch((error: Error) => error.message);
  await clock.move(60_000);
  fail(new Error('disk'));
  expect(await seen).toBe('disk');
  expect(ran).toBe(1);
});

it('runs the action in a browser without locks', async () => {
  let ran = 0;
  await browserLocks(new FakeClock(), undefined).exclusively('a', async () => void ran++);
  expect(ran).toBe(1);
});
