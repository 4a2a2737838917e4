/** What the place of a line depends on. */
export interface Placed {
  readonly itemId: string;
  readonly previousItemId?: string | undefined;
  /** When it was begun, else when it was stored, in milliseconds. */
  readonly begun: number;
  /** Lines that the service has not numbered yet come after those it has. */
  readonly seq: number;
}

/**
 * The order in which a conversation is read, by the service's own rule, so that count and digest can be compared: each
 * line after the one it names as its predecessor where that is known, else by when it was begun, else as it came.
 */
export function inReadingOrder<T extends Placed>(lines: readonly T[]): T[] {
  const known = new Set(lines.map((line) => line.itemId));
  const followers = new Map<string, T[]>();
  const firsts: T[] = [];
  for (const line of lines) {
    const before = line.previousItemId;
    if (before === undefined || !known.has(before)) firsts.push(line);
    else followers.set(before, [...(followers.get(before) ?? []), line]);
  }
  const ordered = walk(firsts, followers);
  if (ordered.length === lines.length) return ordered;
  // Lines that name each other in a circle have no first one: last, by time, rather than not at all.
  const placed = new Set(ordered);
  return [...ordered, ...lines.filter((line) => !placed.has(line)).sort(byTime)];
}

/** Depth first, without recursion: a conversation is one chain of any length. */
function walk<T extends Placed>(firsts: T[], followers: Map<string, T[]>): T[] {
  const ordered: T[] = [];
  const next = [...firsts].sort(byTime).reverse();
  for (let line = next.pop(); line; line = next.pop()) {
    ordered.push(line);
    next.push(...[...(followers.get(line.itemId) ?? [])].sort(byTime).reverse());
  }
  return ordered;
}

function byTime(a: Placed, b: Placed): number {
  return a.begun - b.begun || a.seq - b.seq;
}
