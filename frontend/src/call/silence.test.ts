import { describe, expect, it } from 'vitest';
import { SilenceWatch } from './silence';

describe('the silence watch', () => {
  it('reports after ten seconds without any sound', () => {
    const watch = new SilenceWatch();
    expect(watch.take(0, 0, true)).toBe(false);
    expect(watch.take(0, 9_999, true)).toBe(false);
    expect(watch.take(0, 10_000, true)).toBe(true);
  });

  it('does not report a student who listens', () => {
    const watch = new SilenceWatch();
    watch.take(0.3, 0, true);
    expect(watch.take(0, 60_000, true)).toBe(false);
  });

  it('does not count time while muted', () => {
    const watch = new SilenceWatch();
    watch.take(0, 0, false);
    expect(watch.take(0, 30_000, true)).toBe(false);
  });

  it('starts again with another microphone', () => {
    const watch = new SilenceWatch();
    watch.take(0.3, 0, true);
    watch.restart();
    watch.take(0, 1_000, true);
    expect(watch.take(0, 11_000, true)).toBe(true);
  });
});
