import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Transcriber } from './transcriber';
import type { WireEvent } from './wire';

/** The sequences that the server's reader passes too (RecordingsTest.java); README.md there has the rules. */
const FOLDER = fileURLToPath(new URL('../../../src/test/resources/realtime/', import.meta.url));
const TRIES = 20;

interface Line {
  item_id: string;
  role: string;
  text: string;
  previous_item_id?: string;
  interrupted?: true;
}
interface Outcome {
  lines: Line[];
  corrected: string[];
  unwritten: string[];
  partials: string[][];
}

function recording(name: string): { events: WireEvent[]; expected: Partial<Outcome> & { lines: Line[] } } {
  const lines = readFileSync(FOLDER + name, 'utf8')
    .trimEnd()
    .split('\n');
  const [first, ...rest] = lines.map((line) => JSON.parse(line));
  const { expect: expected } = rest.pop();
  if (!name.endsWith('.jsonl') || !first.about || !expected.lines) throw new Error(`${name} is no recording`);
  return { events: rest, expected };
}

/** What the page's reader makes of events, the end of the connection included. */
function play(events: WireEvent[]): Outcome {
  let now = Date.UTC(2026, 10, 2, 10, 4);
  const transcriber = new Transcriber(() => (now += 100));
  const lines = new Map<string, Line>();
  const interrupted = new Set<string>();
  const outcome: Outcome = { lines: [], corrected: [], unwritten: [], partials: [] };
  const heard = [...events.flatMap((event) => transcriber.read(event)), ...transcriber.end()];
  for (const one of heard) {
    if (one.kind === 'partial') outcome.partials.push([one.line.itemId, one.line.text]);
    if (one.kind === 'unwritten') outcome.unwritten.push(one.itemId);
    if (one.kind === 'interrupted') interrupted.add(one.itemId);
    if (one.kind !== 'final' && one.kind !== 'changed') continue;
    const { itemId: item_id, role, text, previousItemId } = one.line;
    const before = lines.get(item_id);
    expect(one.kind).toBe(before ? 'changed' : 'final');
    if (before && before.text !== text) outcome.corrected.push(item_id);
    lines.set(item_id, { item_id, role, text, ...(previousItemId && { previous_item_id: previousItemId }) });
  }
  outcome.lines = [...lines.values()].map((line) =>
    interrupted.has(line.item_id) ? { ...line, interrupted: true } : line,
  );
  return outcome;
}

/** The lines as such, whenever each became final. */
function anyOrder({ lines }: Outcome): unknown[] {
  const plain = lines.map(({ previous_item_id: _place, ...line }) => line);
  return plain.sort((a, b) => a.item_id.localeCompare(b.item_id));
}

/** Numbers from 0 up to below `bound`, the same at each run (a linear congruence, as in C's `rand`). */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >> 8) % bound;
  };
}

const names = readdirSync(FOLDER).filter((name) => name !== 'README.md');

describe('the recorded sequences', () => {
  it('cover the protocol', () => expect(names.length).toBeGreaterThanOrEqual(40));

  it.each(names)('%s gives the expected lines', (name) => {
    const { events, expected } = recording(name);
    const outcome = play(events);
    expect(outcome.lines).toEqual(expected.lines);
    expect(outcome.corrected).toEqual(expected.corrected ?? []);
    expect(outcome.unwritten).toEqual(expected.unwritten ?? []);
    if (expected.partials) expect(outcome.partials).toEqual(expected.partials);
  });

  it.each(names)('%s gives the same lines when events are repeated', (name) => {
    const { events } = recording(name);
    const random = numbers(name.length);
    for (let i = 0; i < TRIES; i++) {
      const again = [...events];
      const from = random(events.length);
      again.splice(from + 1 + random(events.length - from), 0, events[from]!);
      expect(play(again)).toEqual(play(events));
    }
  });

  it.each(names)('%s gives the same lines whenever transcripts arrive', (name) => {
    const { events } = recording(name);
    const random = numbers(name.length);
    const isTranscript = ({ type }: WireEvent) => type.includes('input_audio_transcription');
    for (let i = 0; i < TRIES; i++) {
      const mixed = events.filter((event) => !isTranscript(event));
      let at = 0;
      for (const transcript of events.filter(isTranscript)) {
        at += random(mixed.length - at + 1);
        mixed.splice(at++, 0, transcript);
      }
      expect(anyOrder(play(mixed))).toEqual(anyOrder(play(events)));
    }
  });
});
