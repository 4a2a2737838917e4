import type { Exam } from '@viva/client';
import { FakeClock } from '@viva/client/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeAttention, refusal } from '../testing/fakeFaculty';
import { ExamReader } from './examReader';

const MINUTE = 60_000;

let clock: FakeClock;
let attention: FakeAttention;
let opensAt: number;
/** How far the service's clock is ahead of this device's, as the page knows it. */
let ahead: number;
let released: boolean;
let reads: number;
let faults: Error[];
let reader: ExamReader;

beforeEach(() => {
  clock = new FakeClock();
  attention = new FakeAttention();
  opensAt = clock.now() + 10 * MINUTE;
  ahead = 0;
  released = false;
  reads = 0;
  faults = [];
  const read = async () => {
    reads += 1;
    const fault = faults.shift();
    if (fault) throw fault;
    return exam();
  };
  const serverNow = () => clock.now() + ahead;
  reader = new ExamReader({ read, serverNow, clock, random: () => 0.5, attention });
});

afterEach(() => reader.stop());

/** As the service shows it: with its case from the opening on. */
function exam(): Exam {
  const known = { examId: 'exm_1', title: 'OSCE', opensAt: new Date(opensAt) };
  const shown = clock.now() + ahead >= opensAt && { scenarioId: 'knee', personaId: 'hana' };
  return {
    ...known,
    closesAt: new Date(opensAt + 30 * MINUTE),
    ...shown,
    ...(released && { releasedAt: new Date(0) }),
  };
}

async function start(): Promise<void> {
  reader.start();
  await clock.move(0);
}
const standing = () => reader.store.get().standing;
const hasCase = () => reader.store.get().exam?.scenarioId !== undefined;

describe('an exam that is not open yet', () => {
  it('opens by itself, with its case', async () => {
    await start();
    expect(standing()).toBe('early');
    await clock.move(10 * MINUTE - 1_000);
    expect(reads).toBe(1);
    await clock.move(3_000);
    expect(standing()).toBe('open');
    expect(hasCase()).toBe(true);
    expect(reads).toBe(2);
  });

  it('opens by the clock of the service', async () => {
    ahead = 5 * MINUTE;
    await start();
    await clock.move(5 * MINUTE + 3_000);
    expect(hasCase()).toBe(true);
  });

  it('is read until its case is there', async () => {
    await start();
    faults.push(refusal(503), refusal(429, { 'Retry-After': '5' }), new TypeError('Failed to fetch'));
    await clock.move(10 * MINUTE + 3_000);
    expect(reader.store.get()).toMatchObject({ standing: 'open', exam: { title: 'OSCE' } });
    expect(hasCase()).toBe(false);
    await clock.move(20_000);
    expect(hasCase()).toBe(true);
    expect(reader.store.get().trouble).toBeUndefined();
    const before = reads;
    await clock.move(MINUTE);
    expect(reads).toBe(before);
  });

  it('is read again when the service opens it a moment later than this page', async () => {
    await start();
    opensAt += 4_000;
    const shownAs = new Date(opensAt - 4_000);
    reader.store.set({ exam: { ...exam(), opensAt: shownAs } });
    await clock.move(10 * MINUTE + 10_000);
    expect(hasCase()).toBe(true);
  });

  it('shows its case also when it was released before', async () => {
    released = true;
    await start();
    await clock.move(10 * MINUTE + 3_000);
    expect(hasCase()).toBe(true);
  });

  it('is over at its end', async () => {
    await start();
    await clock.move(40 * MINUTE);
    expect(standing()).toBe('over');
  });
});

describe('an exam whose page was asleep', () => {
  it('opens when the tab is looked at again', async () => {
    await start();
    attention.look(false);
    clock.sleep(15 * MINUTE);
    attention.look(true);
    await clock.move(0);
    expect(standing()).toBe('open');
    expect(hasCase()).toBe(true);
  });

  it('opens with the next tick when nobody says that it woke', async () => {
    await start();
    clock.sleep(15 * MINUTE);
    await clock.move(1_000);
    expect(standing()).toBe('open');
    expect(hasCase()).toBe(true);
  });

  it('is not read at each slow tick of a hidden tab', async () => {
    await start();
    attention.look(false);
    const before = reads;
    for (let minute = 0; minute < 5; minute++) {
      clock.sleep(MINUTE - 1_000);
      await clock.move(1_000);
    }
    expect(reads).toBe(before);
  });

  it('reads the clock of the service again, since its own may have been set', async () => {
    await start();
    clock.sleep(MINUTE);
    await clock.move(1_000);
    expect(reads).toBe(2);
  });
});

describe('an exam that cannot be read', () => {
  it('is read again by itself', async () => {
    faults.push(refusal(503), refusal(503));
    await start();
    expect(reader.store.get().trouble?.status).toBe(503);
    await clock.move(10_000);
    expect(reader.store.get()).toMatchObject({ trouble: undefined, standing: 'early' });
  });

  it('is asked for no sooner than the service allows', async () => {
    faults.push(refusal(429, { 'Retry-After': '60' }));
    await start();
    attention.look(true);
    await clock.move(59_000);
    expect(reads).toBe(1);
    await clock.move(5_000);
    expect(standing()).toBe('early');
  });

  it('is asked for no more when there is none', async () => {
    faults.push(refusal(404));
    await start();
    await clock.move(5 * MINUTE);
    expect(reads).toBe(1);
    reader.again();
    await clock.move(0);
    expect(standing()).toBe('early');
  });
});
