import type { AuditEntry } from '@viva/client';
import { expect, it } from 'vitest';
import { actionWords, actorWords, auditRows } from './auditWords';

const entry = (action: AuditEntry['action'], operation: string, minute: number, actor = 'faculty') => ({
  at: new Date(2026, 10, 2, 10, minute),
  actor,
  action,
  operation,
});

it('says what was done in words, also of operations that it does not know', () => {
  expect(actionWords({ action: 'read', operation: 'getDebrief' })).toBe('Read the debrief');
  expect(actionWords({ action: 'read', operation: 'listReviews' })).toBe('Read a model’s proposals');
  expect(actionWords({ action: 'read', operation: 'getSomethingNew' })).toBe('Read it');
  expect(actionWords({ action: 'release', operation: 'releaseDebrief' })).toBe('Released the debrief');
  expect(actionWords({ action: 'release', operation: 'releaseExam' })).toBe('Released the exam');
  expect(actorWords('faculty')).toBe('Somebody with the faculty key');
  expect(actorWords('Ana (a1b2)')).toBe('Ana (a1b2)');
});

it('joins what one person did again and again', () => {
  const rows = auditRows([
    entry('assess', 'assess', 9),
    entry('assess', 'assess', 8),
    entry('assess', 'assess', 7, 'Ana (a1b2)'),
    entry('read', 'getDebrief', 6),
    entry('assess', 'assess', 5),
  ]);
  expect(rows.map(({ operation, times }) => `${operation} ${times}`)).toEqual([
    'assess 2',
    'assess 1',
    'getDebrief 1',
    'assess 1',
  ]);
  expect(rows[0]?.since.getMinutes()).toBe(8);
});
