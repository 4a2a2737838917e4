import type { Entry, Role } from '@viva/client';
import type { Conversation, LocalLine, UnwrittenLine } from './conversation';
import { marksOf } from './marks';
import { inReadingOrder, type Placed } from './order';

/** A line as it is drawn. */
export interface ShownLine extends Placed {
  readonly role: Role;
  readonly text: string;
  /** Who spoke in place of the patient, by name, as the service stored it. */
  readonly speaker?: string;
  /** `unwritten`: something said here could not be transcribed. */
  readonly state: 'partial' | LocalLine['state'] | 'unwritten';
  /** The marks shown beside its words. */
  readonly marks: readonly string[];
  readonly media: readonly string[];
  /** In the outbox and refused: what can be done about it. */
  readonly entry?: Entry;
}

const ALL_HEARD: ReadonlyMap<string, number> = new Map();

/**
 * Stored lines, lines waiting on this device and partial lines, in reading order. Stored ones win. Of what the patient is
 * still saying, only the words that were heard so far are shown.
 *
 * @param heard the lines that are still being spoken, each with how many of its letters were heard
 */
export function shownLines(state: Conversation, heard: ReadonlyMap<string, number> = ALL_HEARD): ShownLine[] {
  return heard.size === 0
    ? allLines(state)
    : allLines(state).flatMap((line) => asHeard(line, heard.get(line.itemId)));
}

function asHeard(line: ShownLine, letters: number | undefined): ShownLine[] {
  if (letters === undefined || line.role !== 'patient' || line.state === 'attention') return [line];
  if (letters === 0) return [];
  return [{ ...line, text: line.text.slice(0, letters), state: 'partial', marks: [], media: [] }];
}

function allLines(state: Conversation): ShownLine[] {
  const lines = new Map<string, ShownLine>();
  for (const partial of state.partials.values()) {
    lines.set(partial.itemId, { ...unstored(partial, partial.at), state: 'partial' });
  }
  for (const turn of state.turns.values()) {
    lines.set(turn.itemId, {
      itemId: turn.itemId,
      previousItemId: turn.previousItemId,
      begun: (turn.startedAt ?? turn.createdAt).getTime(),
      seq: turn.seq,
      role: turn.role,
      text: turn.text,
      marks: marksOf(turn),
      media: turn.media ?? [],
      state: 'saved',
      ...(turn.speaker && { speaker: turn.speaker }),
    });
  }
  for (const line of state.local.values()) {
    const stored = lines.get(line.itemId);
    // The marks belong to the stored words, not to those refused here.
    const marks = line.state === 'attention' ? [] : (stored?.marks ?? []);
    const shown = { ...unstored(line, line.at), ...stored, text: line.text, state: line.state, marks };
    lines.set(line.itemId, { ...shown, ...(line.entry && { entry: line.entry }) });
  }
  const ordered = inReadingOrder([...lines.values()]);
  for (const gone of state.unwritten.values()) if (!lines.has(gone.itemId)) insert(ordered, gone);
  return ordered;
}

/** A failed transcription has no place of its own: it comes after everything stored before it. */
function insert(ordered: ShownLine[], gone: UnwrittenLine): void {
  const line: ShownLine = { ...unstored(gone, gone.at), seq: gone.seq, state: 'unwritten' };
  ordered.splice(ordered.findLastIndex((other) => other.seq < gone.seq) + 1, 0, line);
}

interface Unstored {
  readonly itemId: string;
  readonly role: Role;
  readonly text: string;
  readonly previousItemId?: string | undefined;
  readonly startedAt?: Date | undefined;
}

function unstored(line: Unstored, at: number): Omit<ShownLine, 'state'> {
  const { itemId, role, text, previousItemId } = line;
  const begun = line.startedAt?.getTime() ?? at;
  return { itemId, role, text, previousItemId, begun, seq: Number.MAX_SAFE_INTEGER, marks: [], media: [] };
}
