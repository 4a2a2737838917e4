import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { explained, figureOf } from './measures';

it('explains every measure that DEBRIEF.md defines', () => {
  const document = readFileSync(new URL('../../../DEBRIEF.md', import.meta.url), 'utf8');
  const table = /## Measures[\s\S]*?(?=\n## )/.exec(document)![0];
  const rows = table.split('\n').filter((row) => row.startsWith('| `'));
  const ids = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, id]) => id!));
  expect(ids.length).toBeGreaterThan(15);
  const measures = ids.map((id) => ({ id, value: 1, unit: 'count' as const }));
  expect(new Set(explained(measures).map(({ id }) => id))).toEqual(new Set(ids));
});

it('shows no figure whose meaning it does not know', () => {
  expect(explained([{ id: 'brand_new', value: 1, unit: 'count' }])).toEqual([]);
});

it.each([
  [{ id: 'a', value: 40, unit: 'percent', numerator: 4, denominator: 10 } as const, '40 % (4 of 10)'],
  [{ id: 'a', value: 75, unit: 'seconds' } as const, '1 minute'],
  [{ id: 'a', value: 1, unit: 'words' } as const, '1 word'],
  [{ id: 'a', value: 3, unit: 'count' } as const, '3'],
])('writes %o', (measure, words) => {
  expect(figureOf(measure)).toBe(words);
});
