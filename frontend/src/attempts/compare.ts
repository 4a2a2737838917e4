import type { Debrief, DebriefItem, Measure } from '@viva/client';
import { groupsOf, type Group } from '../debrief/groups';
import { resultWords, restsOnMarked, titleOf } from '../debrief/itemWords';
import { explained, figureOf, type Meaning } from '../debrief/measures';

export interface Cell {
  readonly result: DebriefItem['result'] | 'absent';
  readonly words: string;
}

export interface Row {
  readonly id: string;
  readonly title: string;
  /** One for each attempt. */
  readonly cells: readonly Cell[];
}

export interface Compared {
  readonly groups: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  readonly measures: readonly (Row & { readonly meaning: Meaning })[];
}

/** The debrief could not be read, or it does not list this item: before release it lists only what is met. */
const ABSENT: Cell = { result: 'absent', words: 'Not shown' };

const KINDS: readonly { kind: DebriefItem['kind']; title: string }[] = [
  { kind: 'history', title: 'History' },
  { kind: 'examination', title: 'Examination' },
  { kind: 'red_flag', title: 'Dangers to look for' },
  { kind: 'gate', title: 'The opening' },
  { kind: 'plan', title: 'The plan: possible sentences' },
  { kind: 'communication', title: 'Ways of speaking: possible sentences' },
];

/** The attempts of one case, item by item, in the order in which a debrief is read. */
export function compare(debriefs: readonly (Debrief | undefined)[]): Compared {
  const rows = new Map<string, DebriefItem>();
  for (const debrief of debriefs)
    for (const item of debrief ? groupsOf(debrief).flatMap((group: Group) => group.items) : [])
      if (!rows.has(item.id)) rows.set(item.id, item);
  const byId = debriefs.map((debrief) => new Map(debrief?.items.map((item) => [item.id, item])));
  const groups = KINDS.flatMap(({ kind, title }) => {
    const ofKind = [...rows.values()].filter((item) => item.kind === kind);
    if (ofKind.length === 0) return [];
    const drawn = ofKind.map((item) => ({
      id: item.id,
      title: titleOf(item),
      cells: byId.map((items) => cellOf(items.get(item.id))),
    }));
    return [{ title, rows: drawn }];
  });
  return { groups, measures: measuresOf(debriefs) };
}

function cellOf(item: DebriefItem | undefined): Cell {
  if (!item) return ABSENT;
  const words = resultWords(item);
  return { result: item.result, words: restsOnMarked(item) ? `${words}, look at the line` : words };
}

function measuresOf(debriefs: readonly (Debrief | undefined)[]): Compared['measures'] {
  const all = debriefs.flatMap((debrief) => debrief?.measures ?? []);
  const once = new Map(all.map((measure) => [measure.id, measure]));
  return explained([...once.values()]).map(({ id, meaning }) => ({
    id,
    title: meaning.name,
    meaning,
    cells: debriefs.map((debrief) => figureCell(debrief?.measures.find((measure) => measure.id === id))),
  }));
}

function figureCell(measure: Measure | undefined): Cell {
  return measure ? { result: 'not_applicable', words: figureOf(measure) } : ABSENT;
}
