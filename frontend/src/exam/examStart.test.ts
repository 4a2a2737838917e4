import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { dayAndTime, timeOfDay } from '../time/words';
import { Terms } from './ExamStart';

const DAY_MS = 86_400_000;
const terms = (closesAt: Date, logsIn = false, releasedAt?: Date) =>
  renderToStaticMarkup(
    createElement(Terms, { exam: { closesAt, ...(releasedAt && { releasedAt }) }, logsIn }),
  );

it('says on which day an exam ends that does not end today', () => {
  const today = new Date();
  const later = new Date(Date.now() + 2 * DAY_MS);
  expect(terms(today)).toContain(`It ends at ${timeOfDay(today)}`);
  expect(terms(later)).toContain(`It ends on ${dayAndTime(later)}`);
});

it('says where an attempt is continued, which is on any device after a login', () => {
  expect(terms(new Date())).toContain('come back to this page on this device');
  expect(terms(new Date(), true)).toContain('log in on this device or another one');
});

it('says when the results can be read, which may be released before the end', () => {
  expect(terms(new Date())).toContain('when your teachers release the results');
  const early = terms(new Date(), false, new Date(0));
  expect(early).toContain('released already');
  expect(early).not.toContain('when your teachers');
});
