import type { CallEvent } from './callEvent';

export type SendEvent = (event: object) => boolean;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export type RandomBytes = (n: number) => Uint8Array;

/** Random letters and digits, uniformly distributed. */
export function randomLetters(count: number, randomBytes: RandomBytes): string {
  // Of 64 values two name no letter: they are drawn again, so that all letters stay equally likely.
  let letters = '';
  while (letters.length < count) {
    for (const byte of randomBytes(count))
      if (letters.length < count && byte % 64 < 62) letters += LETTERS[byte % 64];
  }
  return letters;
}

/** An id for a typed line, in the voice service's own format. */
export function newItemId(randomBytes: RandomBytes): string {
  return `item_${randomLetters(20, randomBytes)}`;
}

export interface TypingPorts {
  readonly send: SendEvent;
  readonly newId: () => string;
  /** Whether the patient is still heard answering the line before. */
  readonly patientBusy: () => boolean;
}

export interface TypedLine {
  readonly itemId: string;
  readonly text: string;
}

/**
 * Typed lines of one call. Each gets an answer of its own: a line waits until the answer before it is over, since the
 * voice service refuses a second answer beside one, and would answer several lines at once. Lines that the voice service
 * never accepted are returned to the user.
 */
export class Typing {
  private readonly waiting: TypedLine[] = [];
  private readonly unconfirmed = new Map<string, string>();
  private responding = false;
  private wanted = false;

  constructor(private readonly ports: TypingPorts) {}

  /** Whether an answer is being made. */
  get answering(): boolean {
    return this.responding;
  }

  /** Sends a line, or lets it wait for its turn; answers its item id, or undefined when the channel cannot send it. */
  say(text: string): string | undefined {
    const line = { itemId: this.ports.newId(), text };
    if (!this.isTurn() || this.waiting.length > 0) {
      this.waiting.push(line);
      return line.itemId;
    }
    return this.create(line) ? line.itemId : undefined;
  }

  onCallEvent(event: CallEvent): void {
    if (event.kind === 'taken') this.unconfirmed.delete(event.itemId);
    if (event.kind === 'responding') this.responding = event.active;
    if (event.kind === 'refused' && event.eventId === REPLY) this.replyRefused(event.code);
    this.proceed();
  }

  /** Sends the next line that waits, when it is its turn. */
  proceed(): void {
    if (this.wanted && !this.responding) this.askForReply();
    const [next] = this.waiting;
    if (next && this.isTurn() && this.create(next)) this.waiting.shift();
  }

  /** Removes a line that the voice service refused, and answers with its words. */
  takeBack(eventId: string | undefined): TypedLine | undefined {
    const itemId = eventId?.replace(/^event_/, '');
    const text = itemId && this.unconfirmed.get(itemId);
    if (!itemId || text === undefined) return undefined;
    this.unconfirmed.delete(itemId);
    return { itemId, text: text ?? '' };
  }

  /** Whether a line is not confirmed yet. */
  get open(): boolean {
    return this.unconfirmed.size > 0 || this.waiting.length > 0;
  }

  /** Lines that are not confirmed: the patient has not got them yet. */
  get unheard(): TypedLine[] {
    return [...this.unconfirmed].map(([itemId, text]) => ({ itemId, text })).concat(this.waiting);
  }

  /** Takes out the lines that were never confirmed. */
  undelivered(): TypedLine[] {
    const lines = this.unheard;
    this.unconfirmed.clear();
    this.waiting.length = 0;
    return lines;
  }

  private isTurn(): boolean {
    return !this.responding && !this.wanted && !this.ports.patientBusy();
  }

  private create({ itemId, text }: TypedLine): boolean {
    const item = { id: itemId, type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
    const event = { type: 'conversation.item.create', event_id: `event_${itemId}`, item };
    if (!this.ports.send(event)) return false;
    this.unconfirmed.set(itemId, text);
    this.wanted = true;
    this.askForReply();
    return true;
  }

  private askForReply(): void {
    if (!this.ports.send({ type: 'response.create', event_id: REPLY })) return;
    this.wanted = false;
    // Under way from now on: `response.created` only comes a little later.
    this.responding = true;
  }

  private replyRefused(code: string): void {
    // Another reply was under way after all: its end asks again. Any other refusal leaves none under way.
    if (code === 'conversation_already_has_active_response') this.wanted = true;
    else this.responding = false;
  }
}

const REPLY = 'event_viva_reply';
