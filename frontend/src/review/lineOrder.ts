import type { Note, Turn } from '@viva/client';

/** The notes on lines, as the lines were spoken; of one line the oldest first. Notes on lines that are gone come last. */
export function inLineOrder(notes: readonly Note[], turns: ReadonlyMap<string, Pick<Turn, 'seq'>>): Note[] {
  const place = ({ anchor }: Note) => turns.get(anchor?.itemId ?? '')?.seq ?? Number.MAX_SAFE_INTEGER;
  return notes
    .filter(({ anchor }) => anchor !== undefined)
    .sort((a, b) => place(a) - place(b) || a.createdAt.getTime() - b.createdAt.getTime());
}
