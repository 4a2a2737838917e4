import { expect, it } from 'vitest';
import { scriptOf, type PhaseMark } from '../encounter/phases';
import type { ShownLine } from '../encounter/shown';
import { debriefOf, item, quote } from '../testing/debriefs';
import { timelineOf } from './timeline';

const START = 1_000_000;
const line = (itemId: string, seconds: number): ShownLine => ({
  itemId,
  role: 'student',
  text: 'Words.',
  previousItemId: undefined,
  begun: START + 1_000 * seconds,
  seq: seconds,
  state: 'saved',
  marks: [],
  media: [],
});
const phase = (name: PhaseMark['phase'], seconds: number): PhaseMark => ({
  phase: name,
  seq: seconds - 0.5,
  at: START + 1_000 * seconds,
});
const entries = scriptOf([line('a', 0), line('b', 10), line('c', 50), line('d', 100)], new Map(), [
  phase('objective', 60),
  phase('treatment_plan', 80),
]);
const jargon = (...itemIds: string[]) => ({
  id: 'jargon',
  value: itemIds.length,
  unit: 'count' as const,
  evidence: itemIds.map((id) => quote(id, 'Words')),
});

it('stands along the time, with the phases', () => {
  const timeline = timelineOf(debriefOf([], { measures: [jargon('c')] }), entries)!;
  expect(timeline.phases).toEqual([
    { name: 'Subjective', share: 60 },
    { name: 'Objective', share: 20 },
    { name: 'Plan', share: 20 },
  ]);
  expect(timeline.rows).toMatchObject([{ id: 'jargon', moments: [{ after: 50_000, place: 50, lane: 0 }] }]);
});

it('keeps marks apart that would stand on each other, in the order of the conversation', () => {
  const { rows } = timelineOf(debriefOf([], { measures: [jargon('c', 'b', 'a')] }), entries)!;
  expect(rows[0]!.moments.map(({ evidence, lane }) => [evidence.itemId, lane])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ]);
});

it('has ways of speaking as what they are: possible', () => {
  const empathy = item('communication/empathy', {
    title: 'Responds to feelings',
    basis: 'proposal',
    evidence: [quote('b', 'Words')],
  });
  const asked = item('history/onset', { evidence: [quote('b', 'Words')] });
  const { rows } = timelineOf(debriefOf([asked, empathy]), entries)!;
  expect(rows.map(({ name }) => name)).toEqual(['Responds to feelings: possible']);
});

it('leaves out what has no line', () => {
  expect(timelineOf(debriefOf([], { measures: [jargon('gone')] }), entries)).toBeUndefined();
  expect(timelineOf(debriefOf([], { measures: [jargon('a')] }), [])).toBeUndefined();
  expect(
    timelineOf(debriefOf([], { measures: [{ id: 'talk_share', value: 40, unit: 'percent' }] }), entries),
  ).toBeUndefined();
});
