import { FakeClock } from '@viva/client/testing';
import { expect, it } from 'vitest';
import type { DeviceSession } from '../device/sessions';
import { readDevice, type OnDevice } from './onDevice';

const session = (sessionId: string, scenarioId?: string) =>
  ({ sessionId, ...(scenarioId && { scenarioId }) }) as DeviceSession;

it('tells how often each case was practised, and what is open', async () => {
  const all = [session('ses_3', 'knee'), session('ses_2', 'knee'), session('ses_1')];
  const asked: unknown[] = [];
  const open = async (now: number | undefined) => {
    asked.push(now);
    return all.slice(0, 1);
  };
  const device = await readDevice({ all: async () => all, open }, 7, new FakeClock());
  expect([...device.practised]).toEqual([['knee', 2]]);
  expect(device.open).toEqual([all[0]]);
  expect(device.trouble).toBeUndefined();
  expect(asked).toEqual([7]);
});

it('goes without what hangs, after two seconds', async () => {
  const clock = new FakeClock();
  const hangs = () => new Promise<never>(() => undefined);
  let device: OnDevice | undefined;
  void readDevice({ all: async () => [], open: hangs }, 7, clock).then((read) => (device = read));
  await clock.move(1_999);
  expect(device).toBeUndefined();
  await clock.move(1);
  expect(device).toEqual({ practised: new Map(), open: [] });
});

it('says what is wrong with the storage', async () => {
  const fails = () => Promise.reject(new TypeError('no'));
  const device = await readDevice({ all: fails, open: async () => [] }, 7, new FakeClock());
  expect(device.open).toEqual([]);
  expect(device.trouble?.words).toBeTruthy();
});
