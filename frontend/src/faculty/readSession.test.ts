import type { Session } from '@viva/client';
import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, expect, it } from 'vitest';
import { LoginError } from '../identity/loginError';
import { FakeAttention, refusal } from '../testing/fakeFaculty';
import { readSession } from './readSession';

const OUT = new TypeError('Failed to fetch');

let clock: FakeClock;
let attention: FakeAttention;
let faults: unknown[];
let reads: number;
let told: string[];

function start(): () => void {
  const read = async () => {
    reads += 1;
    const fault = faults.shift();
    if (fault) throw fault;
    return { sessionId: 'ses_1' } as Session;
  };
  return readSession({
    read,
    clock,
    random: () => 0,
    attention,
    onSession: ({ sessionId }) => told.push(sessionId),
    onTrouble: ({ code }) => told.push(code),
  });
}

beforeEach(() => {
  clock = new FakeClock();
  attention = new FakeAttention();
  faults = [];
  reads = 0;
  told = [];
});

it('is read once, and again after growing pauses while it cannot be', async () => {
  faults.push(OUT, OUT);
  start();
  await settle();
  expect(told).toEqual(['network']);
  await clock.move(250);
  await clock.move(499);
  expect(reads).toBe(2);
  await clock.move(1);
  expect(told).toEqual(['network', 'network', 'ses_1']);
  await clock.move(60_000);
  expect([reads, clock.waiting]).toEqual([3, 0]);
});

it('is not read before the service wants it, nor while nobody looks', async () => {
  faults.push(refusal(429, { 'Retry-After': '20' }));
  start();
  await clock.move(19_999);
  expect(reads).toBe(1);
  attention.look(false);
  await clock.move(60_000);
  expect(reads).toBe(1);
  attention.look(true);
  attention.look(true);
  await settle();
  expect([reads, told.at(-1)]).toEqual([2, 'ses_1']);
});

it('is not read again where that is no use', async () => {
  for (const fault of [refusal(422), new LoginError('login_expired')]) {
    faults.push(fault);
    start();
    await clock.move(60_000);
  }
  expect(reads).toBe(2);
});

it('is given up when it stays denied, and not after one answer', async () => {
  faults.push(refusal(404));
  start();
  await settle();
  await clock.move(1_000);
  expect(told).toEqual(['not_found', 'ses_1']);
  faults.push(...Array.from({ length: 20 }, () => refusal(404)));
  start();
  await clock.move(10 * 60_000);
  expect(faults.length).toBeGreaterThan(10);
});

it('tells nothing after it was stopped', async () => {
  faults.push(OUT);
  const stop = start();
  stop();
  await clock.move(60_000);
  expect([reads, told, clock.waiting]).toEqual([1, [], 0]);
});
