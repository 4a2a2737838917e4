import { FakeClock } from '@viva/client/testing';
import { expect, it } from 'vitest';
import { FakeAttention } from '../testing/fakeFaculty';
import { readAgain } from './readAgain';

it('reads each 15 seconds while somebody looks, but not in place of a read that is under way', async () => {
  const clock = new FakeClock();
  const attention = new FakeAttention();
  let reading = false;
  let reads = 0;
  const stop = readAgain(clock, attention, () => ({ reading, again: () => (reads += 1) }));
  await clock.move(30_000);
  expect(reads).toBe(2);

  reading = true;
  await clock.move(60_000);
  expect(reads).toBe(2);
  reading = false;
  await clock.move(15_000);
  expect(reads).toBe(3);

  attention.look(false);
  await clock.move(30_000);
  expect(reads).toBe(3);
  attention.look(true);
  stop();
  await clock.move(30_000);
  expect(reads).toBe(3);
});

it('reads no earlier than the service wants it', async () => {
  const clock = new FakeClock();
  const trouble = { code: 'quota_exceeded', status: 429, retryAfterS: 40, words: 'Wait.' };
  let reads = 0;
  const again = () => (reads += 1);
  const stop = readAgain(clock, new FakeAttention(), () => ({ reading: false, trouble, again }));
  await clock.move(54_000);
  expect(reads).toBe(0);
  await clock.move(6_000);
  expect(reads).toBe(1);
  stop();
});
