import type { Debrief, DebriefItem } from '@viva/client';

export type GroupId =
  | 'asked'
  | 'volunteered'
  | 'not_answered'
  | 'unclear'
  | 'missed'
  | 'examined'
  | 'not_examined'
  | 'red_flags'
  | 'opening'
  | 'plan'
  | 'communication';

/** Items that are read together. */
export interface Group {
  readonly id: GroupId;
  readonly title: string;
  /** What the reader has to know of all of them. */
  readonly about?: string;
  readonly items: readonly DebriefItem[];
}

interface Kind extends Omit<Group, 'items'> {
  readonly holds: (item: DebriefItem) => boolean;
}

const told = (item: DebriefItem) => item.kind === 'history' && item.result === 'met';
const untold = (item: DebriefItem) => item.kind === 'history' && !told(item) && item.result !== 'unclear';
const tried = ({ outcome }: DebriefItem) => outcome !== undefined && outcome !== 'missed';

/** In the order in which they are read: first what was learned. Every item is in exactly one. */
const KINDS: readonly Kind[] = [
  {
    id: 'asked',
    title: 'Learned by asking',
    holds: (item) => told(item) && item.outcome !== 'volunteered',
  },
  {
    id: 'volunteered',
    title: 'Told without being asked',
    about: 'The patient brought these up. That is worth hearing, and nobody’s question earned it.',
    holds: told,
  },
  {
    id: 'not_answered',
    title: 'Asked, and not answered',
    about:
      'The question was plain, and no line tells it in words that the rules know. A patient may also keep it back until there is trust.',
    holds: (item) => untold(item) && item.outcome === 'not_answered',
  },
  {
    id: 'unclear',
    title: 'Unclear: read the line yourself',
    about: 'The rules are not sure whether these were told.',
    holds: (item) => item.kind === 'history' && item.result === 'unclear',
  },
  { id: 'missed', title: 'Not learned', holds: (item) => item.kind === 'history' },
  { id: 'examined', title: 'Examined', holds: (item) => item.kind === 'examination' && tried(item) },
  { id: 'not_examined', title: 'Not examined', holds: (item) => item.kind === 'examination' },
  {
    id: 'red_flags',
    title: 'Dangers to look for',
    about:
      'Looked for when something that the case names for it was told or found; where the case needs several things, when all were. Nothing is guessed.',
    holds: (item) => item.kind === 'red_flag',
  },
  { id: 'opening', title: 'The opening', holds: (item) => item.kind === 'gate' },
  {
    id: 'plan',
    title: 'The plan: possible sentences',
    about: 'Sentences that are like what a good plan contains. They count for nothing until a person agrees.',
    holds: (item) => item.kind === 'plan',
  },
  {
    id: 'communication',
    title: 'Ways of speaking: possible sentences',
    about: 'Found by their words alone. Whether they did what they look like, a person has to say.',
    holds: (item) => item.kind === 'communication',
  },
];

/** The items of a debrief as they are read; groups without items are left out. */
export function groupsOf({ items }: Pick<Debrief, 'items'>): Group[] {
  const held = new Map<GroupId, DebriefItem[]>();
  for (const item of items) {
    const kind = KINDS.find(({ holds }) => holds(item));
    if (kind) held.set(kind.id, [...(held.get(kind.id) ?? []), item]);
  }
  return KINDS.flatMap(({ id, title, about }) => {
    const inGroup = held.get(id);
    return inGroup ? [{ id, title, ...(about && { about }), items: inGroup }] : [];
  });
}
