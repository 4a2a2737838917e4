import type { CatalogEntry } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { groupsOf } from './search';
import { nextOf } from './TestList';

const test = (id: string, name: string, region: string, more: Partial<CatalogEntry> = {}): CatalogEntry => ({
  id,
  name,
  region,
  source: 'x',
  ...more,
});
const all = [
  test('cough', 'Cough test', 'Back'),
  test('pulse', 'Pulse', 'General'),
  test('drawer', 'Anterior drawer', 'Ankle and foot'),
  test('slr', 'Straight leg raise', 'Back', { also: ["Lasègue's test", 'SLR'] }),
  test('lachman', 'Lachman test', 'Knee', { describedAs: ['pull the shin forward with the knee bent'] }),
  test('knee-drawer', 'Drawer of the knee', 'Knee'),
];
const ids = (query: string, region?: string) =>
  groupsOf(all, region, query).flatMap((group) => group.tests.map(({ test: { id } }) => id));
const regions = (region?: string) => groupsOf(all, region, '').map((group) => group.region);

describe('the list of tests', () => {
  it('holds every test, those of the case’s region first and the general ones next', () => {
    expect(regions('Knee')).toEqual(['Knee', 'General', 'Ankle and foot', 'Back']);
    expect(regions()).toEqual(['General', 'Ankle and foot', 'Back', 'Knee']);
    expect(ids('', 'Knee')).toHaveLength(all.length);
  });

  it('is in the order of the catalogue within a region', () => {
    expect(ids('', 'Back').slice(0, 2)).toEqual(['cough', 'slr']);
  });

  it.each([
    ['LACH', ['lachman']],
    ['lasegues', ['slr']],
    ['shin forward', ['lachman']],
    ['forward, shin', ['lachman']],
    ['knee', ['knee-drawer', 'lachman']],
    ['ankle drawer', ['drawer']],
    ['nothing like it', []],
    ['  ', ['pulse', 'drawer', 'cough', 'slr', 'lachman', 'knee-drawer']],
  ])('finds by name, other name, description and region: %s', (query, found) => {
    expect(ids(query)).toEqual(found);
  });

  it('says by which other name a test was found', () => {
    expect(groupsOf(all, undefined, 'slr')[0]!.tests).toEqual([{ test: all[3], by: 'SLR' }]);
    expect(groupsOf(all, undefined, 'straight')[0]!.tests).toEqual([{ test: all[3] }]);
  });

  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 2, 2],
    ['ArrowUp', 0, 0],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['Tab', 0, undefined],
  ])('is walked by %s from %i', (key, now, next) => {
    expect(nextOf(key, now, 3)).toBe(next);
  });
});
