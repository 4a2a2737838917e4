import { lineText, type Role } from '@viva/client';
import type { WireContent, WireItem } from './wire';

/** The contract's longest line, in UTF-16 units. */
const MAX_TEXT = 20_000;
const MAX_PARTS = 16;
const MAX_SEGMENTS = 500;

interface Part {
  pieces: string;
  readonly segments: Map<string, string>;
  whole: string;
  closed: boolean;
}

/**
 * One item of a conversation and the words of its parts, in order. The rules stand beside the recorded sequences, in
 * `src/test/resources/realtime/README.md`; the server has the same ones in `ConversationItem.java`.
 */
export class ConversationItem {
  /** `final`: it is a line. `nothing`: it holds no words, unless some still come. */
  state: 'open' | 'final' | 'nothing' = 'open';
  /** The line's words, once it is one. */
  text = '';
  placed = false;
  previous: string | undefined;
  /** The response that made the item; empty when it does not say its name, absent when none did. */
  responseId: string | undefined;
  responseOver = false;
  completed = false;
  interrupted = false;
  private readonly parts = new Map<number, Part>();

  constructor(
    readonly id: string,
    readonly role: Role,
    readonly startedAt: Date,
  ) {}

  isOf(response: string): boolean {
    return response === '' || this.responseId === '' || this.responseId === response;
  }

  /** Takes what an event says of the item as a whole. */
  describe(item: WireItem): void {
    const isMessage = (item.type ?? 'message') === 'message';
    if (!isMessage || !['user', 'assistant'].includes(item.role ?? 'assistant')) {
      this.state = 'nothing';
      return;
    }
    this.completed ||= item.status === 'completed';
    item.content?.forEach((part, index) => {
      if (part.type === 'input_text') this.close(index, wordsOf(part));
      else this.setWords(index, wordsOf(part));
      if (part.type === 'input_audio') this.part(index); // there, though its words are not yet
    });
  }

  /** A piece of a part, as it is spoken; false when it says nothing new. */
  addPiece(index: number, piece: string): boolean {
    const part = this.part(index);
    if (!part || part.closed || this.state === 'final' || !piece) return false;
    part.pieces = (part.pieces + piece).slice(0, MAX_TEXT);
    return true;
  }

  /** A piece of a part that one speaker said, from a model that tells speakers apart; false when it says nothing new. */
  addSegment(index: number, id: string, words: string): boolean {
    const part = this.part(index);
    if (!part || part.closed || part.segments.size >= MAX_SEGMENTS) return false;
    const text = lineText(words);
    const isNew = part.segments.get(id) !== text;
    part.segments.set(id, text);
    return isNew;
  }

  /** All words of a part. No words are no news: an event may leave out what another brings. */
  setWords(index: number, words: string): void {
    const part = this.part(index);
    const whole = lineText(words);
    if (!part || !whole) return;
    part.whole = whole;
    part.closed = true;
  }

  /** The part is over: with these words, else with its segments; without either its pieces were a mistake. */
  close(index: number, words: string): void {
    this.setWords(index, words);
    const part = this.part(index);
    if (!part || part.closed) return;
    part.pieces = '';
    part.whole = textOf(part);
    part.closed = true;
  }

  /** Nothing follows: segments are final words, also where the whole of them never came. */
  closeSegments(): void {
    for (const [index, part] of this.parts) if (part.segments.size) this.close(index, '');
  }

  /** Whether every part that is known has all its words, or none to come. */
  isWhole(): boolean {
    return this.parts.size > 0 && [...this.parts.values()].every((part) => part.closed);
  }

  /** The words known so far, the parts in their order. */
  known(): string {
    const ordered = [...this.parts].sort(([a], [b]) => a - b);
    const text = ordered
      .map(([, part]) => textOf(part))
      .filter((words) => words)
      .join(' ');
    if (text.length <= MAX_TEXT) return text;
    const half = /[\ud800-\udbff]/.test(text.charAt(MAX_TEXT - 1));
    return lineText(text.slice(0, half ? MAX_TEXT - 1 : MAX_TEXT));
  }

  private part(index: number): Part | undefined {
    if (index < 0 || index >= MAX_PARTS) return undefined;
    const known = this.parts.get(index);
    if (known) return known;
    const part: Part = { pieces: '', segments: new Map(), whole: '', closed: false };
    this.parts.set(index, part);
    return part;
  }
}

/** The words of a part, whichever way they were said. */
export function wordsOf(part: WireContent | undefined): string {
  return part?.text ?? part?.transcript ?? '';
}

function textOf(part: Part): string {
  return part.whole || lineText(part.pieces) || lineText([...part.segments.values()].join(' '));
}
