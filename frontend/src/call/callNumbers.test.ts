import { FetchError, type VoiceToken } from '@viva/client';
import { beforeEach, expect, it } from 'vitest';
import { refusal } from '../testing/fakeCall';
import { CallNumbers } from './callNumbers';

let numbers: CallNumbers;
beforeEach(() => (numbers = new CallNumbers()));

const mint = (mode: 'direct' | 'relay', latestCall: number) =>
  numbers.minting(Promise.resolve({ mode, latestCall } as VoiceToken));
const loseMint = (why: Error = new FetchError(new TypeError('Failed to fetch'))) =>
  numbers.minting(Promise.reject(why)).catch(() => undefined);

it('the first token whose answer got lost may be a call', async () => {
  await loseMint();
  expect(numbers.known).toBeUndefined();
  await mint('direct', 2);
  expect(numbers.known).toBe(2);
});

it('a lost token is no call where tokens open none', async () => {
  await loseMint();
  await mint('relay', 0);
  expect(numbers.known).toBe(0);
  await loseMint();
  expect(numbers.known).toBe(0);
});

it('a token that is refused is no call', async () => {
  await loseMint(refusal(429, 'budget_exhausted'));
  expect(numbers.known).toBe(0);
});

it('a report that comes before the answer is lost counts as its call', async () => {
  let lose: () => void = () => undefined;
  const lost = new Promise<VoiceToken>((_, reject) => (lose = () => reject(new Error('No connection'))));
  const minting = numbers.minting(lost).catch(() => undefined);
  numbers.started(1);
  expect(numbers.known).toBeUndefined();
  lose();
  await minting;
  expect(numbers.known).toBe(1);
});
