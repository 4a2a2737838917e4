import { describe, expect, it } from 'vitest';
import { emptyWish, examLink, faultsOf, localTime, newExamOf, refusedField, type Wish } from './newExam';

const NOW = new Date('2026-11-02T08:20:00').getTime();
const WISH: Wish = {
  title: ' OSCE station 3 ',
  scenarioId: 'knee-after-football',
  personaId: 'hana-suzuki',
  roleId: '',
  group: ' PT-2B ',
  opens: '2026-11-02T09:00',
  closes: '2026-11-02T12:00',
};

describe('a new exam', () => {
  it('begins at the next full hour of this device, for three hours', () => {
    const { opens, closes } = emptyWish(NOW);
    const lasts = new Date(closes).getTime() - new Date(opens).getTime();
    expect(new Date(opens).getTime() - NOW).toBeGreaterThan(0);
    expect(new Date(opens).getTime() - NOW).toBeLessThanOrEqual(3_600_000);
    expect(lasts).toBe(3 * 3_600_000);
    expect(localTime(NOW)).toBe('2026-11-02T08:20');
  });

  it('is sent as instants, without what was left empty', () => {
    expect(newExamOf(WISH)).toEqual({
      title: 'OSCE station 3',
      scenarioId: 'knee-after-football',
      personaId: 'hana-suzuki',
      group: 'PT-2B',
      opensAt: new Date('2026-11-02T09:00:00'),
      closesAt: new Date('2026-11-02T12:00:00'),
    });
    expect(newExamOf({ ...WISH, group: ' ', roleId: 'mother' })).toMatchObject({ roleId: 'mother' });
    expect(newExamOf({ ...WISH, group: ' ' })).not.toHaveProperty('group');
  });

  it.each([
    [{}, []],
    [{ title: ' ' }, ['title']],
    [{ scenarioId: '', personaId: '' }, ['scenarioId']],
    [{ personaId: '' }, ['personaId']],
    [{ opens: '', closes: '' }, ['opens', 'closes']],
    [{ closes: '2026-11-02T09:00' }, ['closes']],
    [{ opens: '2026-11-01T09:00', closes: '2026-11-02T08:20' }, ['closes']],
  ])('with %j lacks %j', (change, fields) => {
    expect(Object.keys(faultsOf({ ...WISH, ...change }, NOW))).toEqual(fields);
  });

  it('knows which field the service refused', () => {
    expect(refusedField(['/closes_at'])).toBe('closes');
    expect(refusedField(['/else', '/group'])).toBe('group');
    expect(refusedField(undefined)).toBeUndefined();
  });

  it('has a link for its students', () => {
    expect(examLink('https://viva.example', 'exm_1')).toBe('https://viva.example/#/exam/exm_1');
  });
});
