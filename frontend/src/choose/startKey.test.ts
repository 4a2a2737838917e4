import { beforeEach, describe, expect, it } from 'vitest';
import { FakePlace } from '../testing/fakeFaculty';
import { StartKeys } from './startKey';

const HOUR = 3_600_000;
const PRACTICE = { scenarioId: 'knee', personaId: 'hana' };
const EXAM = { ...PRACTICE, examId: 'exm_1', participant: { name: 'Kim' } };

let place: FakePlace;
let now: number;
let next: number;

beforeEach(() => {
  place = new FakePlace();
  now = Date.UTC(2026, 10, 2, 9);
  next = 0;
});

/** Those of a page; a page that is loaded again has new ones. */
function page(): StartKeys {
  const randomBytes = (n: number) => Uint8Array.from({ length: n }, () => (next += 37) % 256);
  return new StartKeys({ randomBytes, place, now: () => now });
}

describe('the key of a start', () => {
  it('is the same for the same request, different for another, and valid by the contract', () => {
    const keys = page();
    const first = keys.of(PRACTICE, '');
    expect(first).toMatch(/^[A-Za-z0-9]{22}$/);
    expect(keys.of({ ...PRACTICE }, '')).toBe(first);
    expect(keys.of(PRACTICE, 'a class code')).not.toBe(first);
    expect(keys.of({ ...PRACTICE, replyLanguage: 'de' }, '')).not.toBe(first);
  });

  it('lasts through a reload until the answer came', () => {
    const first = page().of(EXAM, 'kim');
    expect(page().of(EXAM, 'kim')).toBe(first);
    page().answered(EXAM, 'kim', true);
    expect(page().of(EXAM, 'kim')).not.toBe(first);
  });

  it('is forgotten once the tab forgets it, as at a logout, also by a page that stays', () => {
    const keys = page();
    const first = keys.of(EXAM, 'kim');
    place.kept.clear();
    expect(keys.of(PRACTICE, 'bo')).not.toBe(first);
    expect([...place.kept.values()].join('')).not.toContain(first);
  });

  it('lasts in an exam although the answer came, while the device has not stored it', () => {
    const exam = page().of(EXAM, 'kim');
    const practice = page().of(PRACTICE, '');
    page().answered(EXAM, 'kim', false);
    page().answered(PRACTICE, '', false);
    expect(page().of(EXAM, 'kim')).toBe(exam);
    expect(page().of(PRACTICE, '')).not.toBe(practice);
  });

  it.each([HOUR, 400 * 24 * HOUR, -HOUR, -400 * 24 * HOUR])(
    'outlasts a clock that moves by %d ms in an exam alone',
    (ms) => {
      const exam = page().of(EXAM, 'kim');
      const practice = page().of(PRACTICE, '');
      now += ms;
      expect(page().of(EXAM, 'kim')).toBe(exam);
      expect(page().of(PRACTICE, '')).not.toBe(practice);
    },
  );

  it.each([60_000, -60_000])('outlasts a clock that moves by %d ms', (ms) => {
    const practice = page().of(PRACTICE, '');
    now += ms;
    expect(page().of(PRACTICE, '')).toBe(practice);
  });

  it('is a new one where the tab keeps nothing, or something else', () => {
    place.forbidden = true;
    const keys = page();
    const key = keys.of(EXAM, 'kim');
    expect(keys.of(EXAM, 'kim')).toBe(key);
    expect(page().of(EXAM, 'kim')).not.toBe(key);
    place.forbidden = false;
    for (const other of ['{broken', '{}', '[null, {}]']) {
      place.setItem('viva-starts', other);
      expect(page().of(EXAM, 'kim')).toMatch(/^\w{22}$/);
    }
  });
});

describe('other starts of an attempt', () => {
  it('are those of the same exam by the same student', () => {
    const keys = page();
    const german = { ...EXAM, replyLanguage: 'de' };
    const key = keys.of(EXAM, 'kim');
    keys.of(EXAM, 'lee');
    keys.of({ ...EXAM, participant: { name: 'Lee' } }, 'kim');
    keys.of({ ...EXAM, examId: 'exm_2' }, 'kim');
    keys.of(PRACTICE, 'kim');
    expect(page().others(german, 'kim')).toMatchObject([{ session: EXAM, key }]);
    expect(page().others(EXAM, 'kim')).toEqual([]);
    expect(page().others({ ...PRACTICE, replyLanguage: 'de' }, 'kim')).toEqual([]);
  });

  it('are forgotten with the answer to one of them', () => {
    const keys = page();
    const german = { ...EXAM, replyLanguage: 'de' };
    keys.of(EXAM, 'kim');
    keys.of(german, 'kim');
    keys.answered(german, 'kim', true);
    expect(keys.others(german, 'kim')).toEqual([]);
  });
});
