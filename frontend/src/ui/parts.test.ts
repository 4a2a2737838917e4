import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Parts } from './parts';

describe('the parts of the page', () => {
  let clock: FakeClock;
  let answers: boolean;
  let reloads: number;
  let parts: Parts;

  beforeEach(() => {
    clock = new FakeClock();
    answers = true;
    reloads = 0;
    parts = new Parts({ clock, answers: async () => answers, reload: () => (reloads += 1) });
  });

  const here = () => true;
  const broken = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

  /** A part that comes when it is let. */
  function slow() {
    let come: (part: string) => void = () => undefined;
    const coming = new Promise<string>((resolve) => (come = resolve));
    return { load: () => coming, come: () => come('part') };
  }

  /** What became of it, as soon as that is known. */
  function outcome(loading: Promise<unknown>) {
    const known: { value?: unknown; error?: unknown } = {};
    loading.then(
      (value) => (known.value = value),
      (error: unknown) => (known.error = error),
    );
    return known;
  }

  it('are loaded once', async () => {
    let loads = 0;
    const load = async () => `part ${(loads += 1)}`;
    expect(parts.ready(load)).toBeUndefined();
    expect(await parts.load(load)).toBe('part 1');
    expect(parts.ready(load)).toBe('part 1');
    expect(await parts.load(load)).toBe('part 1');
  });

  it('are late after ten seconds, and another try finds what came since', async () => {
    const { load, come } = slow();
    const first = outcome(parts.load(load));
    await clock.move(9_999);
    expect(first).toEqual({});
    await clock.move(1);
    expect(first.error).toMatchObject({ name: 'TimeoutError' });
    come();
    await settle();
    expect(await parts.loadAgain(load, here)).toBe('part');
    expect(reloads).toBe(0);
  });

  it('come with the page loaded anew when another try is in vain', async () => {
    const { load } = slow();
    for (const hanging of [load, broken]) {
      reloads = 0;
      const first = outcome(parts.load(hanging));
      await clock.move(10_000);
      expect(first.error).toBeDefined();
      expect(reloads).toBe(0);
      const second = outcome(parts.loadAgain(hanging, here));
      await clock.move(10_000);
      expect(second.error).toBeDefined();
      expect(reloads).toBe(1);
    }
  });

  it('leave the page as it is while the service does not answer', async () => {
    answers = false;
    await expect(parts.loadAgain(broken, here)).rejects.toThrow('Failed to fetch');
    expect(reloads).toBe(0);
  });

  it('leave the page to who has gone to another screen', async () => {
    await expect(parts.loadAgain(broken, () => false)).rejects.toThrow('Failed to fetch');
    expect(reloads).toBe(0);
  });
});
