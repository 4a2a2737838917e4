import type { SessionEntry } from '@viva/client';

export interface KnownGroup {
  readonly name: string;
  readonly encounters: number;
}

/** The groups of some encounters, by name. */
export function knownGroups(entries: readonly Pick<SessionEntry, 'participant'>[]): KnownGroup[] {
  const counts = new Map<string, number>();
  for (const { participant } of entries)
    if (participant?.group) counts.set(participant.group, (counts.get(participant.group) ?? 0) + 1);
  return [...counts]
    .map(([name, encounters]) => ({ name, encounters }))
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

/** The case that a group practised last. */
export function lastCase(entries: readonly Pick<SessionEntry, 'scenarioId'>[]): string | undefined {
  return entries[0]?.scenarioId;
}
