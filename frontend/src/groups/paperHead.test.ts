import type { RubricSummary, ScenarioView } from '@viva/client';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { CaseBook } from '../faculty/cases';
import { PaperHead } from './PaperHead';

const scenario = { scenarioId: 'knee', code: 'K1', title: 'A knee after football', roles: [] };
const book = new CaseBook([scenario as unknown as ScenarioView]);
const rubric: RubricSummary = { rubricId: 'osce', title: 'OSCE', version: '2026.3', criterionCount: 14 };
const printed = (scenarioId: string | undefined, by?: RubricSummary) =>
  renderToStaticMarkup(createElement(PaperHead, { book, view: 'What teachers saw', scenarioId, rubric: by }));

it('says on paper which view, case and rubric a table is of, and from when', () => {
  expect(printed('knee', rubric)).toMatch(
    />What teachers saw · Case K1 A knee after football · Rubric “OSCE”, version 2026.3 · as of .*\d{4}/,
  );
  expect(printed(undefined)).toMatch(/>What teachers saw · All cases · as of /);
  expect(printed('gone')).toContain('Case gone ·');
});
