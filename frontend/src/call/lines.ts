import { captionText, patientLine } from '@viva/client';
import type { CallEvent, SpokenLine } from './callEvent';
import { ConversationItem } from './item';
import type { WireItem, WireResponse } from './wire';

type Previous = string | null | undefined;

/**
 * Assembles the lines of one connection from its items, by the rules of `src/test/resources/realtime/README.md`. The
 * server does the same in `LineAssembler.java`.
 */
export class LineAssembler {
  private readonly items = new Map<string, ConversationItem>();

  constructor(private readonly now: () => number) {}

  /** The items whose words may still come. */
  get open(): ConversationItem[] {
    return [...this.items.values()].filter((item) => item.state === 'open');
  }

  /** The student begins to speak. */
  begun(id: string): void {
    this.item(id, 'student');
  }

  /** What the student says has its place. */
  placed(id: string, previous: Previous): CallEvent[] {
    return this.place(this.item(id, 'student'), previous);
  }

  /** A piece of what the student says. */
  transcribing(id: string, index: number, piece: string): CallEvent[] {
    const item = this.item(id, 'student');
    return item.addPiece(index, piece) ? this.partial(item) : [];
  }

  /** A segment of what the student says. */
  segment(id: string, index: number, segmentId: string, words: string): CallEvent[] {
    const item = this.item(id, 'student');
    return item.addSegment(index, segmentId, words) ? this.partial(item) : [];
  }

  /** A part of what the student said is transcribed. */
  transcribed(id: string, index: number, words: string): CallEvent[] {
    const item = this.item(id, 'student');
    item.close(index, words);
    return this.settle(item);
  }

  /** A part of what the student said could not be transcribed. */
  untranscribed(id: string, index: number, words: string): CallEvent[] {
    const item = this.item(id, 'student');
    if (item.state !== 'open') return [];
    item.close(index, '');
    if (!item.isWhole() || item.known()) return this.settle(item);
    item.state = 'nothing';
    return [
      { kind: 'nothing', itemId: id },
      { kind: 'unwritten', itemId: id, words },
    ];
  }

  /** A piece of an answer. */
  answering(id: string, responseId: string, index: number, piece: string): CallEvent[] {
    const item = this.answer(id, responseId);
    return item.addPiece(index, piece) ? this.partial(item) : [];
  }

  /** A whole part of an answer; more parts may follow. */
  answered(id: string, responseId: string, index: number, words: string): CallEvent[] {
    const item = this.answer(id, responseId);
    item.setWords(index, words);
    return item.state === 'open' ? [] : this.finish(item);
  }

  /** An item that stands in the conversation. */
  added(described: WireItem & { id: string }, previous: Previous, done: boolean): CallEvent[] {
    const item = this.describe(described);
    const events = this.place(item, previous);
    if (item.role === 'student') return [...events, ...this.settle(item)];
    return done ? [...events, ...this.answerEnded(item)] : events;
  }

  /** An item that a response makes. */
  made(described: WireItem & { id: string }, responseId: string, done: boolean): CallEvent[] {
    const item = this.describe(described);
    item.responseId = responseId;
    return done ? this.answerEnded(item) : [];
  }

  /** A response is done, and with it all its items, interrupted or not. */
  responseDone(response: WireResponse, responseId: string): CallEvent[] {
    const events: CallEvent[] = [];
    for (const described of response.output ?? []) {
      if (!described.id) continue;
      const item = this.describe({ ...described, id: described.id });
      item.responseId = responseId;
      if (item.responseOver) events.push(...this.finish(item));
    }
    for (const item of this.answers((one) => !one.responseOver && one.isOf(responseId))) {
      item.responseOver = true;
      events.push(...this.finish(item));
      const cut = response.status === 'cancelled' && !item.completed && item.state === 'final';
      if (cut) events.push(...this.interrupt(item));
    }
    return events;
  }

  /** The audio of a response has ended or was cut off: its words are complete, even if no other event says so. */
  playbackEnded(responseId: string, cutOff: boolean): CallEvent[] {
    return this.answers((item) => item.responseId === responseId).flatMap((item) => [
      ...this.settle(item),
      ...(cutOff && item.known() ? this.interrupt(item) : []),
    ]);
  }

  /** The student cut an answer short. */
  truncated(id: string): CallEvent[] {
    return this.interrupt(this.item(id, 'patient'));
  }

  /** Nothing follows: what has all its words is a line. */
  end(): CallEvent[] {
    const events = this.settleAnswers(() => true);
    for (const item of this.open.filter(({ role }) => role === 'student')) {
      item.closeSegments();
      events.push(...this.settle(item));
    }
    return events;
  }

  /** The item's place; what follows an answer shows that the answer has all its words. */
  private place(item: ConversationItem, previous: Previous): CallEvent[] {
    const events = item.placed ? [] : this.settleAnswers((other) => other !== item);
    item.placed = true;
    if (item.previous !== undefined || !previous || previous === 'root') return events;
    item.previous = previous;
    return item.state === 'final'
      ? [...events, { kind: 'changed', line: this.line(item, item.text) }]
      : events;
  }

  private settleAnswers(which: (item: ConversationItem) => boolean): CallEvent[] {
    return this.answers((item) => item.state === 'open' && which(item)).flatMap((item) => this.settle(item));
  }

  /** What no response made, a client has put there: the patient never said it. */
  private answerEnded(item: ConversationItem): CallEvent[] {
    if (item.responseId !== undefined) return this.settle(item);
    item.state = 'nothing';
    return [];
  }

  private settle(item: ConversationItem): CallEvent[] {
    return item.isWhole() ? this.finish(item) : [];
  }

  private finish(item: ConversationItem): CallEvent[] {
    const text = item.known();
    if (!text) {
      const noise = item.state === 'open';
      item.state = 'nothing';
      return noise ? [{ kind: 'nothing', itemId: item.id }] : [];
    }
    if (text === item.text) return [];
    const isNew = item.state !== 'final';
    item.state = 'final';
    item.text = text;
    const words = item.role === 'patient' ? patientLine(text) : undefined;
    const line = this.line(item, words?.text ?? text, words?.media);
    return [
      isNew
        ? { kind: 'final', line: { ...line, finalizedAt: new Date(this.now()) }, ...ofResponse(item) }
        : { kind: 'changed', line },
    ];
  }

  private interrupt(item: ConversationItem): CallEvent[] {
    if (item.interrupted) return [];
    item.interrupted = true;
    return [{ kind: 'interrupted', itemId: item.id }];
  }

  private partial(item: ConversationItem): CallEvent[] {
    const known = item.role === 'patient' ? captionText(item.known()) : item.known();
    return known && item.state !== 'final'
      ? [{ kind: 'partial', line: this.line(item, known), ...ofResponse(item) }]
      : [];
  }

  private line(item: ConversationItem, text: string, media: readonly string[] = []): SpokenLine {
    const previousItemId = this.previous(item);
    const { id: itemId, role, startedAt } = item;
    const shown = media.length > 0 && { media: [...media] };
    return { itemId, role, text, ...(previousItemId && { previousItemId }), startedAt, ...shown };
  }

  /** The line before an item, skipping items without words. */
  private previous(item: ConversationItem): string | undefined {
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

  private answers(which: (item: ConversationItem) => boolean): ConversationItem[] {
    return [...this.items.values()].filter((item) => item.responseId !== undefined && which(item));
  }

  private answer(id: string, responseId: string): ConversationItem {
    const item = this.item(id, 'patient');
    item.responseId = responseId;
    return item;
  }

  private describe(described: WireItem & { id: string }): ConversationItem {
    const item = this.item(described.id, described.role === 'user' ? 'student' : 'patient');
    item.describe(described);
    return item;
  }

  private item(id: string, role: 'student' | 'patient'): ConversationItem {
    const known = this.items.get(id);
    if (known) return known;
    const item = new ConversationItem(id, role, new Date(this.now()));
    this.items.set(id, item);
    return item;
  }
}

function ofResponse({ responseId }: ConversationItem): { responseId?: string } {
  return responseId ? { responseId } : {};
}
