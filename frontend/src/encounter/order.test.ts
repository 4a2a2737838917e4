import { describe, expect, it } from 'vitest';
import { inReadingOrder } from './order';

const line = (itemId: string, begun: number, seq: number, previousItemId?: string) => ({
  itemId,
  begun,
  seq,
  previousItemId,
});
const ids = (lines: { itemId: string }[]) => lines.map((l) => l.itemId).join(' ');

describe('reading order', () => {
  it('puts a line that was transcribed late before its answer', () => {
    const answer = line('answer', 20, 1, 'question');
    const question = line('question', 30, 2);
    expect(ids(inReadingOrder([answer, question]))).toBe('question answer');
  });

  it('orders by time without a predecessor, and by arrival at the same time', () => {
    expect(ids(inReadingOrder([line('c', 9, 1), line('b', 5, 3, 'not-here'), line('a', 5, 2)]))).toBe(
      'a b c',
    );
  });

  it('keeps a chain together before later lines', () => {
    const lines = [
      line('x', 4, 9),
      line('b', 2, 2, 'a'),
      line('c', 9, 3, 'b'),
      line('a', 1, 1),
      line('d', 3, 4, 'a'),
    ];
    expect(ids(inReadingOrder(lines))).toBe('a b c d x');
  });

  it('puts lines of a circle last instead of losing them', () => {
    const lines = [line('p', 2, 2, 'q'), line('q', 1, 1, 'p'), line('a', 5, 3), line('self', 0, 4, 'self')];
    expect(ids(inReadingOrder(lines))).toBe('a self q p');
  });

  it('gives the same order in whatever order the lines arrive', () => {
    const lines = Array.from({ length: 40 }, (_, i) =>
      line(`l${i}`, (i * 7) % 11, i, i % 3 ? `l${i - 1}` : undefined),
    );
    const expected = ids(inReadingOrder(lines));
    expect(ids(inReadingOrder([...lines].reverse()))).toBe(expected);
  });

  it('handles a conversation of any length', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => line(`l${i}`, i, i, i ? `l${i - 1}` : undefined));
    expect(inReadingOrder(lines)).toEqual(lines);
  });
});
