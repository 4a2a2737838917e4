import { FakeClock, settle } from '@viva/client/testing';
import { expect, it } from 'vitest';
import type { DeviceSession } from '../device/sessions';
import { readBegun } from './readBegun';

const session = (sessionId: string, examId?: string) =>
  ({ sessionId, ...(examId && { examId }) }) as DeviceSession;
const ALL = [session('ses_3', 'exm_1'), session('ses_2', 'exm_2'), session('ses_1')];

const never = () => expect.unreachable();

it('finds the attempts at one exam', async () => {
  const begun = await readBegun({ all: async () => [...ALL] }, 'exm_1', new FakeClock(), never);
  expect(begun).toEqual([ALL[0]]);
});

it('waits two seconds for a storage that hangs, and passes on what comes after all', async () => {
  const clock = new FakeClock();
  let answer: (all: DeviceSession[]) => void = () => undefined;
  const all = () => new Promise<DeviceSession[]>((resolve) => (answer = resolve));
  const found: (readonly DeviceSession[])[] = [];
  const late: (readonly DeviceSession[])[] = [];
  void readBegun({ all }, 'exm_1', clock, (begun) => late.push(begun)).then((begun) => found.push(begun));
  await clock.move(1_999);
  expect(found).toEqual([]);
  await clock.move(1);
  expect(found).toEqual([[]]);
  answer([...ALL]);
  await settle();
  expect(late).toEqual([[ALL[0]]]);
});

it('goes without what cannot be read', async () => {
  const fails = () => Promise.reject(new TypeError('no'));
  expect(await readBegun({ all: fails }, 'exm_1', new FakeClock(), never)).toEqual([]);
});
