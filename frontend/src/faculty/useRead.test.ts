import { expect, it } from 'vitest';
import type { Trouble } from '../api/problems';
import { shownOf } from './useRead';

const read = () => Promise.resolve('exams');
const trouble: Trouble = { code: 'network', status: 0, words: 'The service is not there.' };

it('is reading until the first answer', () => {
  expect(shownOf({}, read, 0)).toEqual({ settled: false, reading: true });
});

it('is reading no more after an answer, nor after a failure', () => {
  expect(shownOf({ by: read, attempt: 0, value: 'exams' }, read, 0)).toMatchObject({
    value: 'exams',
    settled: true,
    reading: false,
  });
  expect(shownOf({ by: read, attempt: 0, trouble }, read, 0)).toMatchObject({ trouble, reading: false });
});

it('is reading once more when it is asked to, and keeps what was read until then', () => {
  const found = { by: read, attempt: 0, value: 'exams' };
  expect(shownOf(found, read, 1)).toMatchObject({ value: 'exams', settled: true, reading: true });
  expect(shownOf({ ...found, attempt: 1 }, read, 1).reading).toBe(false);
});

it('shows nothing of another question', () => {
  const found = { by: () => Promise.resolve('groups'), attempt: 0, value: 'groups' };
  expect(shownOf(found, read, 0)).toEqual({ settled: false, reading: true });
});
