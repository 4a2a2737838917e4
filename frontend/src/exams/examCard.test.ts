import { describe, expect, it } from 'vitest';
import { releaseWords } from './ExamCard';

describe('the question before an exam is released', () => {
  it('says who reads what from then on', () => {
    expect(releaseWords(0, 'open', {})).toMatch(/^Who takes it .* It is not over/);
    expect(releaseWords(1, 'over', {})).toMatch(/^The one student who took it can then read/);
    expect(releaseWords(2, 'over', {})).toMatch(/^All 2 students who took it/);
    expect(releaseWords(2, 'over', {})).not.toContain('not over');
  });

  it('says that it takes back answers that were released before', () => {
    const taken = 'If you leave the box below empty, they no longer can.';
    expect(releaseWords(2, 'over', { releasedAt: new Date(0), answers: true })).toContain(taken);
    expect(releaseWords(2, 'over', { releasedAt: new Date(0), answers: false })).not.toContain(taken);
    expect(releaseWords(2, 'over', {})).not.toContain(taken);
  });

  it('says that it counts also where an attempt was released alone', () => {
    expect(releaseWords(2, 'over', {})).toContain('also for one that was released alone before');
  });
});
