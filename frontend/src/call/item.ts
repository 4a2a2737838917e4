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
  /** `final`: it is a line. `nothing`: it has no words, unless some still come. */
  state: 'open' | 'final' | 'nothing' = 'open';
  /** The line's words, once it is one. */
  text = '';
  placed = false;
  previous: string | undefined;
  /** The response that created the item; empty if it has no id, undefined if there is none. */
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

  /** Applies an event that describes the whole item. */
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

  /** Adds a spoken piece of a part; false if it adds nothing. */
  addPiece(index: number, piece: string): boolean {
    const part = this.part(index);
    if (!part || part.closed || this.state === 'final' || !piece) return false;
    part.pieces = (part.pieces + piece).slice(0, MAX_TEXT);
    return true;
  }

  /** Adds one speaker's segment of a part, from a model that distinguishes speakers; false if it adds nothing. */
  addSegment(index: number, id: string, words: string): boolean {
    const part = this.part(index);
    if (!part || part.closed || part.segments.size >= MAX_SEGMENTS) return false;
    const text = lineText(words);
    const isNew = part.segments.get(id) !== text;
    part.segments.set(id, text);
    return isNew;
  }

  /** Sets all words of a part. Empty words are ignored: another event may bring them. */
  setWords(index: number, words: string): void {
    const part = this.part(index);
    const whole = lineText(words);
    if (!part || !whole) return;
    part.whole = whole;
    part.closed = true;
  }

  /** Closes a part with these words, else with its segments. Without either its pieces were a mistake. */
  close(index: number, words: string): void {
    this.setWords(index, words);
    const part = this.part(index);
    if (!part || part.closed) return;
    part.pieces = '';
    part.whole = textOf(part);
    part.closed = true;
  }

  /** Nothing follows: segments are final even if their whole text never came. */
  closeSegments(): void {
    for (const [index, part] of this.parts) if (part.segments.size) this.close(index, '');
  }

  /** Whether every known part is closed. */
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

/** The words of a part, spoken or typed. */
export function wordsOf(part: WireContent | undefined): string {
  return part?.text ?? part?.transcript ?? '';
}

function textOf(part: Part): string {
  return part.whole || lineText(part.pieces) || lineText([...part.segments.values()].join(' '));
}
