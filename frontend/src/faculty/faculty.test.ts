import type { PersonaView, ScenarioView } from '@viva/client';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { transcriptName } from '../ended/save';
import { entry, FakePlace } from '../testing/fakeFaculty';
import { BoardRow, timeWords } from './BoardRow';
import { CaseBook } from './cases';
import { EVERYTHING, listingOf } from './filter';
import { withMarks, type Mark } from './marks';
import { facultyRouteOf } from './route';
import { Wall } from './wall';
import { takeLink, watchAddress, watchLinkOf } from './watchLink';

describe('a filter', () => {
  it('asks for nothing in particular when it is empty', () => {
    expect(listingOf(EVERYTHING)).toEqual({});
    expect(listingOf({ ...EVERYTHING, group: '  ', from: 'yesterday' })).toEqual({});
  });

  it('covers whole days of this device, the last one included', () => {
    const { createdFrom, createdBefore } = listingOf({ ...EVERYTHING, from: '2026-11-02', to: '2026-11-02' });
    expect(createdFrom).toBe(new Date(2026, 10, 2).toISOString());
    expect(createdBefore).toBe(new Date(2026, 10, 3).toISOString());
  });

  it('leaves out days that the service does not take', () => {
    expect(listingOf({ ...EVERYTHING, from: '0202-11-02', to: '9999-12-31' })).toEqual({});
  });
});

describe('the wall', () => {
  it('takes five, each once, and remembers them for the tab', () => {
    const place = new FakePlace();
    const wall = new Wall(place);
    for (const id of ['ses_1', 'ses_2', 'ses_2', 'ses_3', 'ses_4', 'ses_5', 'ses_6']) wall.add(id);
    expect(wall.full).toBe(true);
    wall.remove('ses_2');
    expect(new Wall(place).store.get().ids).toEqual(['ses_1', 'ses_3', 'ses_4', 'ses_5']);
    wall.clear();
    expect(new Wall(place).store.get().ids).toEqual([]);
  });

  it('takes nothing else from the storage', () => {
    const place = new FakePlace();
    place.setItem('viva-faculty-follows', 'ses_1 ../x  ses_2');
    expect(new Wall(place).store.get().ids).toEqual(['ses_1', 'ses_2']);
  });

  it('works where storage is forbidden', () => {
    const place = new FakePlace();
    place.forbidden = true;
    const wall = new Wall(place);
    wall.add('ses_1');
    expect(wall.has('ses_1')).toBe(true);
  });
});

describe('the link of an observer', () => {
  const link = { sessionId: 'ses_4Vb9', grant: 'eyJh.eyJz.c2ln-_' };

  it('carries the grant in the fragment alone', () => {
    const address = new URL(watchAddress('https://viva.example.edu', link));
    expect([address.pathname, address.search]).toEqual(['/watch', '']);
    expect(watchLinkOf(address.hash)).toEqual(link);
  });

  it('is taken out of the address and kept for the tab, until another one is given', () => {
    const place = new FakePlace();
    let hidden = 0;
    const take = (hash: string) => takeLink(hash, place, () => (hidden += 1));
    expect(take('')).toBeUndefined();
    expect(take('#ses_4Vb9/a.b.c')).toEqual({ sessionId: 'ses_4Vb9', grant: 'a.b.c' });
    expect(take('')).toEqual({ sessionId: 'ses_4Vb9', grant: 'a.b.c' });
    expect(take('#ses_7Kq2/d.e.f')).toEqual({ sessionId: 'ses_7Kq2', grant: 'd.e.f' });
    expect(hidden).toBe(2);
    expect(take('')?.sessionId).toBe('ses_7Kq2');
    // Nobody sees another encounter than the one whose link they have pasted by half.
    expect(take('#ses_9/half')).toBeUndefined();
    place.forbidden = true;
    expect(take('#ses_4Vb9/a.b.c')?.sessionId).toBe('ses_4Vb9');
  });

  it.each(['', '#', '#ses_4Vb9', '#ses_4Vb9/eyJh.eyJz', '#ses_4Vb9/a.b.c/d', '#../a.b.c'])(
    'is not %s',
    (hash) => {
      expect(watchLinkOf(hash)).toBeUndefined();
    },
  );
});

it.each([
  ['', { screen: 'board' }],
  ['#/', { screen: 'board' }],
  ['#/all', { screen: 'all' }],
  ['#/wall', { screen: 'wall' }],
  ['#/session/ses_1', { screen: 'session', sessionId: 'ses_1' }],
  ['#/session/ses_1/debrief', { screen: 'session', sessionId: 'ses_1', aside: 'debrief' }],
  ['#/session/ses_1/toString', { screen: 'unknown' }],
  ['#/groups', { screen: 'groups' }],
  ['#/exams', { screen: 'exams' }],
  ['#/groups/PT-2B', { screen: 'group', group: 'PT-2B', view: 'items' }],
  ['#/groups/PT%202%2FB/agreement', { screen: 'group', group: 'PT 2/B', view: 'agreement' }],
  ['#/groups/PT-2B/else', { screen: 'unknown' }],
  ['#/groups/%E0%A4%A', { screen: 'unknown' }],
  ['#/session/../x', { screen: 'unknown' }],
  ['#/anything', { screen: 'unknown' }],
])('the address %s', (hash, route) => {
  expect(facultyRouteOf(hash)).toEqual(route);
});

it('names a case that is no longer served by its id', () => {
  const roles = [{ roleId: 'team-mate', title: 'Team-mate', name: 'Joris' }];
  const scenario = { scenarioId: 'knee-after-football', code: 'K1', title: 'A knee', roles };
  const persona = { personaId: 'hana-suzuki', name: 'Hana Suzuki' };
  const book = new CaseBook([scenario as ScenarioView], [persona as PersonaView]);
  const named = { code: 'K1', title: 'A knee', patient: 'Hana Suzuki' };
  expect(book.names(entry('ses_1'))).toEqual(named);
  expect(book.names(entry('ses_1', { roleId: 'team-mate' }))).toEqual({ ...named, speaker: 'Joris' });
  const gone = { code: '', title: 'old', patient: 'hana-suzuki' };
  expect(new CaseBook().names(entry('ses_1', { scenarioId: 'old' }))).toEqual(gone);
});

it('puts each mark after everything that was stored before it', () => {
  const mark = (seq: number): Mark => ({ seq, at: 0, kind: 'step', words: `${seq}` });
  // In reading order, which is not that of the numbers.
  const placed = withMarks([{ seq: 3 }, { seq: 1 }, { seq: 5 }], (one) => one.seq, [
    mark(2),
    mark(4),
    mark(6),
  ]);
  expect(placed.map((one) => one.mark?.words ?? `line ${one.entry?.seq}`)).toEqual([
    'line 3',
    'line 1',
    '2',
    '4',
    'line 5',
    '6',
  ]);
});

it('says what is left of an open encounter, and how long another one took', () => {
  const open = entry('ses_1');
  expect(timeWords(open, open.deadlineAt.getTime() - 65_000)).toMatch(/^1:05 left · since /);
  const endedAt = new Date(open.createdAt.getTime() + 18 * 60_000);
  expect(timeWords({ ...open, state: 'closed', endedAt }, 0)).toMatch(/ · 18 minutes$/);
});

it.each([
  ['student', 'lang="de">Guten Tag'],
  ['patient', 'lang="ja">Guten Tag'],
] as const)('shows the last line of the %s in its language', (role, shown) => {
  const lastLine = { role, text: 'Guten Tag', at: new Date(0) };
  const row = {
    entry: entry('ses_1', { inputLanguage: 'de', replyLanguage: 'ja', lastLine }),
    names: new CaseBook().names(entry('ses_1')),
    now: 0,
    live: true,
    followed: false,
    full: false,
    onFollow: () => {},
    onLeave: () => {},
  };
  expect(renderToStaticMarkup(createElement(BoardRow, row))).toContain(shown);
});

describe('the name of a saved transcript', () => {
  const about = { code: 'MSK-01', sessionId: 'ses_4Vb9', startedAt: new Date(2026, 10, 2, 10, 4) };

  it.each([
    [undefined, 'viva-MSK-01-2026-11-02-ses_4Vb9.txt'],
    ['Kim Lee', 'viva-MSK-01-kim-lee-2026-11-02-ses_4Vb9.txt'],
    ['José Åström', 'viva-MSK-01-josé-åström-2026-11-02-ses_4Vb9.txt'],
    ['山田 花子', 'viva-MSK-01-山田-花子-2026-11-02-ses_4Vb9.txt'],
    ['../../etc/passwd', 'viva-MSK-01-etc-passwd-2026-11-02-ses_4Vb9.txt'],
    ['a\u202Egpj.exe', 'viva-MSK-01-a-gpj-exe-2026-11-02-ses_4Vb9.txt'],
    ['...', 'viva-MSK-01-2026-11-02-ses_4Vb9.txt'],
  ])('for %j is %s', (participant, name) => {
    expect(transcriptName({ ...about, participant }, 'txt')).toBe(name);
  });

  it('stays short', () => {
    expect(transcriptName({ ...about, participant: 'x'.repeat(500) }, 'txt').length).toBeLessThan(100);
  });
});
