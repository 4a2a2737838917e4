import { afterEach, expect, it, vi } from 'vitest';
import { learnApi } from './learnApi';

afterEach(() => vi.unstubAllGlobals());

const assessment = (rubric_id: string) => ({
  rubric_id,
  rubric_version: '1',
  version: 1,
  rater: 'rat_1',
  own: false,
  state: 'signed',
  blind: true,
  hidden: false,
  scores: [],
  created_at: '2026-11-02T11:04:00.000Z',
});
const RUBRIC = { rubric_id: 'here', version: '1', title: 'Here', source: 'S', criteria: [] };

/** The service, of whose rubrics one was removed. */
const serve = (gone: number) =>
  vi.stubGlobal('fetch', async (address: string) => {
    if (address.endsWith('/assessments'))
      return Response.json({ assessments: [assessment('here'), assessment('gone')] });
    return address.endsWith('/here') ? Response.json(RUBRIC) : new Response(null, { status: gone });
  });

it('reads what was signed although one of the rubrics was removed', async () => {
  serve(404);
  const assessed = await learnApi('ses_1', 'grant').assessed();
  expect(assessed.map(({ assessment: { rubricId }, rubric }) => [rubricId, rubric?.title])).toEqual([
    ['here', 'Here'],
    ['gone', undefined],
  ]);
});

it('fails where a rubric cannot be read', async () => {
  serve(403);
  await expect(learnApi('ses_1', 'grant').assessed()).rejects.toThrow();
});
