import type { Role } from '@viva/client';
import type { Heard, HeardLine } from './heard';
import { fatalWords, replyTrouble, textOf, type WireEvent, type WireItem } from './wire';

interface Item {
  readonly id: string;
  role: Role;
  previous?: string | undefined;
  startedAt?: Date | undefined;
  text: string;
  state: 'open' | 'final' | 'nothing';
}

/**
 * Turns the events of the data channel into lines. What the events are trusted for: the order of items comes from
 * `committed` and `added` (the `previous_item_id` of later events is sometimes null), the words from the events that
 * complete them, never from the sum of deltas.
 */
export class Transcriber {
  private readonly items = new Map<string, Item>();
  private replying = false;

  constructor(private readonly now: () => number) {}

  /**
   * Whether words are still to come of something that was said. What is left over of a reply that is done was broken
   * off: nothing comes of it any more.
   */
  get open(): boolean {
    const items = [...this.items.values()].filter((item) => item.state === 'open');
    return items.some((item) => item.role === 'student' || this.replying);
  }

  read(event: WireEvent): Heard[] {
    switch (event.type) {
      case 'input_audio_buffer.speech_started':
        this.begin(event.item_id, 'student');
        return [{ kind: 'speaking', on: true }];
      case 'input_audio_buffer.speech_stopped':
        return [{ kind: 'speaking', on: false }];
      case 'input_audio_buffer.committed':
        this.place(this.begin(event.item_id, 'student'), event.previous_item_id);
        return [];
      case 'conversation.item.input_audio_transcription.delta':
        return this.more(event.item_id, 'student', event.delta);
      case 'conversation.item.input_audio_transcription.completed':
        return this.complete(this.begin(event.item_id, 'student'), event.transcript);
      case 'conversation.item.input_audio_transcription.failed':
        return this.notUnderstood(event.item_id);
      case 'conversation.item.added':
      case 'conversation.item.done':
        return this.item(event);
      case 'response.output_audio_transcript.delta':
      case 'response.output_text.delta':
        return this.more(event.item_id, 'patient', event.delta);
      case 'response.output_audio_transcript.done':
        return this.complete(this.begin(event.item_id, 'patient'), event.transcript);
      case 'response.output_text.done':
        return this.complete(this.begin(event.item_id, 'patient'), event.text);
      case 'response.created':
        this.replying = true;
        return [{ kind: 'responding', active: true }];
      case 'response.done':
        return this.responseDone(event);
      case 'error':
        return this.error(event);
      default:
        return [];
    }
  }

  private begin(id: string | undefined, role: Role): Item | undefined {
    if (!id) return undefined;
    const known = this.items.get(id);
    if (known) return known;
    const item: Item = { id, role, text: '', state: 'open', startedAt: new Date(this.now()) };
    this.items.set(id, item);
    return item;
  }

  private place(item: Item | undefined, previous: string | null | undefined): void {
    if (item && previous && item.previous === undefined) item.previous = previous;
  }

  private item(event: WireEvent): Heard[] {
    const { item } = event;
    if (!item?.id || (item.type && item.type !== 'message')) return this.silent(event);
    if (item.role !== 'user' && item.role !== 'assistant') return this.silent(event);
    const known = this.begin(item.id, item.role === 'user' ? 'student' : 'patient')!;
    this.place(known, event.previous_item_id);
    if (item.role === 'assistant') {
      return event.type === 'conversation.item.done' && textOf(item)
        ? this.complete(known, textOf(item))
        : [];
    }
    const typed = item.content?.some((c) => c.type === 'input_text');
    return typed ? [{ kind: 'taken', itemId: item.id }, ...this.complete(known, textOf(item))] : [];
  }

  /** Items that are no line (function calls, instructions) still stand between lines: the order goes through them. */
  private silent(event: WireEvent): Heard[] {
    const known = this.begin(event.item?.id, 'patient');
    if (known && known.state === 'open') known.state = 'nothing';
    this.place(known, event.previous_item_id);
    return [];
  }

  private more(id: string | undefined, role: Role, delta: string | undefined): Heard[] {
    const item = this.begin(id, role);
    if (!item || item.state !== 'open' || !delta) return [];
    item.text += delta;
    return item.text.trim() ? [{ kind: 'partial', line: this.line(item, item.text.trim()) }] : [];
  }

  private complete(item: Item | undefined, words: string | null | undefined): Heard[] {
    if (!item || item.state === 'final') return [];
    const text = (words ?? '').trim();
    item.state = text ? 'final' : 'nothing';
    if (!text) return [{ kind: 'nothing', itemId: item.id }];
    return [{ kind: 'final', line: { ...this.line(item, text), finalizedAt: new Date(this.now()) } }];
  }

  private notUnderstood(id: string | undefined): Heard[] {
    const item = this.begin(id, 'student');
    if (!item || item.state !== 'open') return [];
    item.state = 'nothing';
    const words = 'Your last words could not be written down. The patient may have heard them all the same.';
    return [
      { kind: 'nothing', itemId: item.id },
      { kind: 'unwritten', itemId: item.id, words },
    ];
  }

  private responseDone(event: WireEvent): Heard[] {
    this.replying = false;
    const output = event.response?.output ?? [];
    const last = output.flatMap((item) => this.leftOver(item));
    const words = event.response && replyTrouble(event.response);
    const told: Heard[] = words ? [{ kind: 'refused', code: 'response_failed', words }] : [];
    return [...last, { kind: 'responding', active: false }, ...told];
  }

  /** A reply that was interrupted may have no `done` of its own; what was said of it is in the response. */
  private leftOver(item: WireItem): Heard[] {
    const known = item.id ? this.items.get(item.id) : undefined;
    if (!known || known.state !== 'open' || known.role !== 'patient') return [];
    return this.complete(known, textOf(item) || known.text);
  }

  private error(event: WireEvent): Heard[] {
    const code = event.error?.code ?? event.error?.type ?? 'unknown';
    const fatal = fatalWords(code);
    if (fatal) return [{ kind: 'over', words: fatal }];
    const eventId = event.error?.event_id;
    const words = 'The voice service did not accept that. Try again.';
    return [{ kind: 'refused', code, words, ...(eventId && { eventId }) }];
  }

  private line(item: Item, text: string): HeardLine {
    const previousItemId = this.previousLine(item);
    return {
      itemId: item.id,
      role: item.role,
      text,
      ...(previousItemId && { previousItemId }),
      ...(item.startedAt && { startedAt: item.startedAt }),
    };
  }

  /** The line before this one, passing over items that turned out to hold no words. */
  private previousLine(item: Item): string | undefined {
    const seen = new Set<string>();
    let id = item.previous;
    while (id && !seen.has(id)) {
      seen.add(id);
      const before = this.items.get(id);
      if (before?.state !== 'nothing') return id;
      id = before.previous;
    }
    return undefined;
  }
}
