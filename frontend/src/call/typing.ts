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

/**
 * Typed lines of one call. An item is sent at once. A response is requested only while none is under way, since the voice
 * service refuses a second one. Lines that the voice service never accepted are returned to the user.
 */
export class Typing {
  private readonly unconfirmed = new Map<string, string>();
  private responding = false;
  private wanted = false;

  constructor(
    private readonly send: SendEvent,
    private readonly newId: () => string,
  ) {}

  /** Sends a line; answers its item id, or undefined when the channel cannot send it. */
  say(text: string): string | undefined {
    const itemId = this.newId();
    const item = { id: itemId, type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
    if (!this.send({ type: 'conversation.item.create', event_id: `event_${itemId}`, item })) return undefined;
    this.unconfirmed.set(itemId, text);
    this.wanted = true;
    this.askForReply();
    return itemId;
  }

  onCallEvent(event: CallEvent): void {
    if (event.kind === 'taken') this.unconfirmed.delete(event.itemId);
    if (event.kind === 'responding') {
      this.responding = event.active;
      this.askForReply();
    }
    if (event.kind === 'refused' && event.eventId === REPLY) this.replyRefused(event.code);
  }

  /** Removes a line that the voice service refused, and answers with its words. */
  takeBack(eventId: string | undefined): { itemId: string; text: string } | undefined {
    const itemId = eventId?.replace(/^event_/, '');
    const text = itemId && this.unconfirmed.get(itemId);
    if (!itemId || text === undefined) return undefined;
    this.unconfirmed.delete(itemId);
    return { itemId, text: text ?? '' };
  }

  /** Whether a sent line is not confirmed yet. */
  get open(): boolean {
    return this.unconfirmed.size > 0;
  }

  /** Lines that were sent but never confirmed: the patient did not get them. */
  undelivered(): { itemId: string; text: string }[] {
    const lines = [...this.unconfirmed].map(([itemId, text]) => ({ itemId, text }));
    this.unconfirmed.clear();
    return lines;
  }

  private askForReply(): void {
    if (!this.wanted || this.responding) return;
    if (!this.send({ type: 'response.create', event_id: REPLY })) return;
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
