import { describe, expect, it } from 'vitest';
import { cut, spanOf, trimmed } from './span';

describe('the quoted words of a line', () => {
  it('stand where the debrief says', () => {
    expect(spanOf('No. No.', { quote: 'No.', start: 4, end: 7 })).toEqual({ start: 4, end: 7 });
  });

  it('are looked for when the line has changed', () => {
    expect(spanOf('Well, six days ago.', { quote: 'six days', start: 0, end: 8 })).toEqual({
      start: 6,
      end: 14,
    });
    expect(spanOf('Well.', { quote: 'six days', start: 0, end: 8 })).toBeUndefined();
  });

  it('are cut out without a loss', () => {
    expect(cut('Well, six days ago.', { start: 6, end: 14 })).toEqual(['Well, ', 'six days', ' ago.']);
  });
});

it('selects words without the blanks around them', () => {
  expect(trimmed('When did it', { start: 4, end: 9 })).toEqual({ start: 5, end: 8 });
  expect(trimmed('When did it', { start: 4, end: 5 })).toBeUndefined();
});
