import { expect, it } from 'vitest';
import { failureOf } from '../problems/failure.js';
import { FakeClock, settle } from '../testing/fakeClock.js';
import { within } from './within.js';

it('forwards what settles in time, and leaves no timer', async () => {
  const clock = new FakeClock();
  expect(await within(clock, 10, Promise.resolve('kept'))).toBe('kept');
  await expect(within(clock, 10, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(clock.waiting).toBe(0);
});

it('rejects with a timeout at the deadline, and passes a later result to the callback', async () => {
  const clock = new FakeClock();
  const returned: string[] = [];
  let keep: (value: string) => void = () => undefined;
  const promise = new Promise<string>((resolve) => (keep = resolve));
  const waiting = within(clock, 10, promise, (value) => returned.push(value)).catch(failureOf);
  await clock.move(9);
  expect(clock.waiting).toBe(1);
  await clock.move(1);
  expect(await waiting).toEqual({ code: 'timeout', status: 0 });
  keep('late');
  await settle();
  expect(returned).toEqual(['late']);
});
