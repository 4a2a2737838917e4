import type { RubricSummary } from '@viva/client';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { trouble } from '../api/problems';
import type { Read } from '../faculty/useRead';
import { ByRubric } from './ByRubric';

type Rubrics = Read<readonly RubricSummary[]>;

function shown(read: Partial<Rubrics>): string {
  const rubrics = { settled: true, reading: false, again: () => undefined, ...read };
  const rubricId = read.value?.[0]?.rubricId;
  const show = (id: string): ReactNode => `By ${id}.`;
  return renderToStaticMarkup(createElement(ByRubric, { rubrics, rubricId, show }));
}

describe('a view by a rubric', () => {
  it('is shown once there is one', () => {
    expect(shown({ value: [{ rubricId: 'osce' } as RubricSummary] })).toBe('By osce.');
  });

  it('says that the rubrics are being read, that they cannot be, and that there is none', () => {
    expect(shown({})).toContain('One moment…');
    expect(shown({ trouble: trouble('network') })).toContain('Try again');
    expect(shown({ value: [] })).toContain('This service has no rubric.');
    const gone = shown({ trouble: trouble('not_found') });
    expect(gone).toContain('The service does not have this any more.');
    expect(gone).not.toContain('group');
  });
});
