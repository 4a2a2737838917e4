import type { CatalogEntry } from '@viva/client';

/** Tests of one region, as they are listed. */
export interface TestGroup {
  readonly region: string;
  readonly tests: readonly FoundTest[];
}

export interface FoundTest {
  readonly test: CatalogEntry;
  /** Another name by which it was found, where its own name does not show why. */
  readonly by?: string;
}

/**
 * The tests that fit a search, by region: the case's own first, then the general ones, then the others. Each word must
 * stand in a test's name, another name, its description or its region. Without a search these are all tests, so that the
 * list tells nothing of the case.
 */
export function groupsOf(
  tests: readonly CatalogEntry[],
  region: string | undefined,
  query: string,
): TestGroup[] {
  const words = plain(query).split(' ').filter(Boolean);
  const groups = new Map<string, { found: FoundTest; rank: number }[]>();
  for (const test of tests) {
    const found = find(test, words);
    if (found) groups.set(test.region, [...(groups.get(test.region) ?? []), found]);
  }
  return [...groups]
    .sort(([a], [b]) => place(a, region) - place(b, region) || a.localeCompare(b))
    .map(([name, found]) => ({
      region: name,
      // The sort is stable: tests of one rank stay in the order of the catalogue.
      tests: found.sort((a, b) => a.rank - b.rank).map((one) => one.found),
    }));
}

function place(region: string, own: string | undefined): number {
  if (region === own) return 0;
  return region === 'General' ? 1 : 2;
}

/** The rank is lower the more plainly a test was meant. */
function find(test: CatalogEntry, words: string[]): { found: FoundTest; rank: number } | undefined {
  const holds = (text: string) => words.every((word) => plain(text).includes(word));
  if (holds(test.name)) {
    const begins = plain(test.name).startsWith(words.join(' '));
    return { found: { test }, rank: begins ? 0 : 1 };
  }
  const by = test.also?.find(holds);
  if (by !== undefined) return { found: { test, by }, rank: 2 };
  if (test.describedAs?.some(holds)) return { found: { test }, rank: 3 };
  const all = [test.name, ...(test.also ?? []), ...(test.describedAs ?? []), test.region].join(' ');
  return holds(all) ? { found: { test }, rank: 4 } : undefined;
}

/** Without case, accents and punctuation, so that "Lasegues" finds "Lasègue's". */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
