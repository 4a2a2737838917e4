import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lineText } from './lineText.js';

/** What the service's own tests read, too. */
const shared = JSON.parse(
  readFileSync(new URL('../../../src/test/resources/line-text.json', import.meta.url), 'utf8'),
) as { given: string; kept: string }[];

it.each(shared)('keeps $given as $kept', ({ given, kept }) => {
  expect(lineText(given)).toBe(kept);
  expect(lineText(kept)).toBe(kept);
});

it('cuts at the maximum length and never through a character', () => {
  expect(lineText('a'.repeat(20_001))).toHaveLength(20_000);
  expect(lineText('a'.repeat(19_999) + '😀')).toBe('a'.repeat(19_999));
  expect(lineText('a'.repeat(19_999) + '  b')).toBe('a'.repeat(19_999));
  expect(lineText(' '.repeat(30_000) + 'a')).toBe('a');
});

it('takes linear time for long white space', () => {
  const before = performance.now();
  lineText(`a${' '.repeat(1_000_000)}b`);
  expect(performance.now() - before).toBeLessThan(2_000);
});
