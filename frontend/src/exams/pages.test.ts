import type { Exams } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { readPages } from './pages';

const PAGES: Readonly<Record<string, Exams>> = {
  first: page('exm_3', 'second'),
  second: page('exm_2', 'third'),
  third: page('exm_1'),
};

function page(examId: string, nextCursor?: string): Exams {
  const exam = { examId, title: examId, opensAt: new Date(0), closesAt: new Date(1) };
  return { exams: [{ exam, attempts: [] }], ...(nextCursor && { nextCursor }) };
}

describe('the pages of exams', () => {
  it.each([
    [1, ['exm_3'], true],
    [2, ['exm_3', 'exm_2'], true],
    [3, ['exm_3', 'exm_2', 'exm_1'], false],
    [9, ['exm_3', 'exm_2', 'exm_1'], false],
  ])('of which %i are wanted', async (wanted, ids, more) => {
    const listed = await readPages(async (cursor = 'first') => PAGES[cursor]!, wanted);
    expect(listed.exams.map(({ exam }) => exam.examId)).toEqual(ids);
    expect(listed).toMatchObject({ pages: ids.length, more });
  });
});
