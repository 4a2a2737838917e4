import { FakeClock } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeAttention } from '../testing/fakeFaculty';
import { Ticks } from './ticks';

let clock: FakeClock;
let attention: FakeAttention;
let ticked: number;
let woke: number;
let ticks: Ticks;

beforeEach(() => {
  clock = new FakeClock();
  attention = new FakeAttention();
  ticked = woke = 0;
  ticks = new Ticks({ clock, attention, onTick: () => (ticked += 1), onWake: () => (woke += 1) });
});

/** The browser holds the timers back: a tick of 5 s comes once a minute. */
async function slowly(): Promise<void> {
  clock.sleep(55_000);
  await clock.move(5_000);
}

it('comes at once, and every five seconds until it is stopped', async () => {
  await clock.move(10_000);
  expect(ticked).toBe(3);
  ticks.stop();
  await clock.move(60_000);
  expect([ticked, woke, clock.waiting]).toEqual([3, 0, 0]);
});

describe('a late tick', () => {
  it('tells that the computer slept', async () => {
    await slowly();
    expect(woke).toBe(1);
    await clock.move(60_000);
    expect(woke).toBe(1);
  });

  it('says nothing in a hidden tab until somebody looks, and then once', async () => {
    attention.look(false);
    for (let minute = 0; minute < 5; minute++) await slowly();
    expect([ticked, woke]).toEqual([6, 0]);
    attention.look(true);
    expect(woke).toBe(1);
    await clock.move(60_000);
    expect(woke).toBe(1);
  });

  it('is noticed when somebody looks before it comes', () => {
    attention.look(false);
    clock.sleep(600_000);
    attention.look(true);
    expect(woke).toBe(1);
  });

  it('is none where the tab was only hidden', async () => {
    attention.look(false);
    await clock.move(60_000);
    attention.look(true);
    expect(woke).toBe(0);
  });
});
