import type { Debrief, Evidence } from '@viva/client';
import { PHASES, type ScriptEntry } from '../encounter/phases';

/** A moment of the conversation that shows something. */
export interface Moment {
  readonly evidence: Evidence;
  /** From the first line, in milliseconds. */
  readonly after: number;
  /** Where it stands between the first line, 0, and the last, 100. */
  readonly place: number;
  /** Moments that would stand on each other are in different lanes. */
  readonly lane: number;
}

export interface TimelineRow {
  readonly id: string;
  readonly name: string;
  readonly moments: readonly Moment[];
}

export interface Timeline {
  /** The phases, each with its share of the time. */
  readonly phases: readonly { readonly name: string; readonly share: number }[];
  readonly rows: readonly TimelineRow[];
}

/** The measures that are moments, as they are called here. */
const MOMENTS: Readonly<Record<string, string>> = {
  first_red_flag_time: 'First danger looked for',
  interruptions: 'Interruptions',
  long_runs: 'Long stretches of the student',
  leading_questions: 'Leading questions',
  stacked_questions: 'Several questions at once',
  jargon: 'Words a patient may not know',
  diagnosis_named: 'Diagnosis named',
};

/** So much of the time lies between two marks of a lane, in per cent: a mark is a tenth of the narrowest row wide. */
const GAP = 12;

/** When what was found was said; undefined when nothing has a time. */
export function timelineOf(
  { measures, items }: Pick<Debrief, 'measures' | 'items'>,
  entries: readonly ScriptEntry[],
): Timeline | undefined {
  const times = new Map(entries.flatMap(timeOf));
  const [start, end] = [Math.min(...times.values()), Math.max(...times.values())];
  if (!(end > start)) return undefined;
  const place = (at: number) => (100 * (Math.min(end, Math.max(start, at)) - start)) / (end - start);
  const rows = [
    ...Object.entries(MOMENTS).map(([id, name]) => ({
      id,
      name,
      evidence: measures.find((measure) => measure.id === id)?.evidence ?? [],
    })),
    ...items
      .filter(({ kind }) => kind === 'communication')
      .map(({ id, title, evidence }) => ({ id, name: `${title}: possible`, evidence })),
  ].flatMap(({ id, name, evidence }) => {
    const moments = inLanes(
      evidence.flatMap((one) => {
        const at = times.get(one.itemId);
        return at === undefined ? [] : [{ evidence: one, after: at - start, place: place(at) }];
      }),
    );
    return moments.length > 0 ? [{ id, name, moments }] : [];
  });
  return rows.length > 0 ? { phases: phasesIn(entries, place), rows } : undefined;
}

function timeOf({ line, finding }: ScriptEntry): [string, number][] {
  if (line) return [[line.itemId, line.begun]];
  return finding ? [[finding.itemId, finding.at]] : [];
}

function inLanes(moments: readonly Omit<Moment, 'lane'>[]): Moment[] {
  const ends: number[] = [];
  return [...moments]
    .sort((a, b) => a.after - b.after)
    .map((moment) => {
      const free = ends.findIndex((last) => last + GAP <= moment.place);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = moment.place;
      return { ...moment, lane };
    });
}

function phasesIn(entries: readonly ScriptEntry[], place: (at: number) => number): Timeline['phases'] {
  const begun = [
    { phase: PHASES[0]!.phase, at: 0 },
    ...entries.flatMap(({ mark }) => (mark ? [{ phase: mark.phase, at: place(mark.at) }] : [])),
  ];
  return begun
    .map(({ phase, at }, i) => ({
      name: PHASES.find((one) => one.phase === phase)?.name ?? phase,
      share: (begun[i + 1]?.at ?? 100) - at,
    }))
    .filter(({ share }) => share > 0);
}
