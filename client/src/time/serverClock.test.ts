import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fakeClock.js';
import { ServerClock } from './serverClock.js';

const HOUR = 3_600_000;

/** A service whose clock is right, and a device whose clock is ahead of it; each request takes `tookMs`. */
function world(deviceAhead: number, tookMs = 300, headers: Record<string, string> = {}) {
  const device = new FakeClock();
  const serverNow = () => device.now() - deviceAhead + world.drift;
  const clock = new ServerClock(device, async () => {
    await device.move(tookMs / 2);
    const date = new Date(serverNow()).toUTCString();
    await device.move(tookMs / 2);
    return new Response('', { headers: { Date: date, 'Cache-Control': 'no-store', ...headers } });
  });
  return { device, clock, error: () => Math.abs(clock.now() - serverNow()), serverNow };
}
world.drift = 0;

describe('the clock of the service', () => {
  it.each([HOUR, -HOUR, 400 * 24 * HOUR, -10_000])(
    'is known on a device that is %d ms ahead',
    async (ahead) => {
      const { clock, error } = world(ahead);
      expect(clock.known).toBe(false);

      await clock.fetch('/health/live');

      expect(clock.known).toBe(true);
      expect(error()).toBeLessThanOrEqual(1_000);
    },
  );

  it('does not correct a clock that may be right, and stays stable from answer to answer', async () => {
    const right = world(0);
    await right.clock.fetch('/health/live');
    expect(right.clock.offset).toBe(0);

    const wrong = world(HOUR);
    await wrong.clock.fetch('/health/live');
    const { offset } = wrong.clock;
    for (let i = 0; i < 20; i++) {
      await wrong.device.move(370);
      await wrong.clock.fetch('/health/live');
      expect(Math.abs(wrong.clock.offset - offset)).toBeLessThanOrEqual(1_000);
    }
  });

  it('keeps its offset over a slow answer, and follows a change of the device’s clock', async () => {
    const { clock, device, error } = world(HOUR, 12_000);
    await clock.fetch('/health/live');
    expect(error()).toBeLessThanOrEqual(7_000);

    const set = world(0);
    await set.clock.fetch('/health/live');
    world.drift = HOUR; // the device's clock was put back by an hour
    await set.clock.fetch('/health/live');
    world.drift = 0;
    expect(Math.abs(set.clock.offset - HOUR)).toBeLessThanOrEqual(1_000);
    expect(device.waiting).toBe(0);
  });

  it('is narrowed by each answer, however slow they are', async () => {
    const device = new FakeClock();
    const serverNow = () => device.now() - HOUR;
    const delays: [number, number][] = [
      [11_000, 500],
      [500, 11_000],
      [6_000, 400],
    ];
    const clock = new ServerClock(device, async () => {
      const [there, back] = delays.shift()!;
      await device.move(there);
      const date = new Date(serverNow()).toUTCString();
      await device.move(back);
      return new Response('', { headers: { Date: date, 'Cache-Control': 'no-store' } });
    });
    const error = () => Math.abs(clock.now() - serverNow());

    await clock.fetch('/health/live');
    expect(error()).toBeGreaterThan(4_000);
    await clock.fetch('/health/live');
    expect(error()).toBeLessThanOrEqual(1_500);
    await clock.fetch('/health/live');
    expect(error()).toBeLessThanOrEqual(1_500);
  });

  it('ignores the time of cacheable answers and of answers without one', async () => {
    const kept = world(HOUR, 300, { 'Cache-Control': 'max-age=60' });
    await kept.clock.fetch('/api/v1/scenarios');
    const silent = world(HOUR, 300, { Date: 'yesterday' });
    await silent.clock.fetch('/health/live');

    expect(kept.clock.known).toBe(false);
    expect(silent.clock.known).toBe(false);
    expect(silent.clock.offset).toBe(0);
  });
});
