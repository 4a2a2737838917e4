import type { Heard } from './heard';

export type SendEvent = (event: object) => boolean;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export type RandomBytes = (n: number) => Uint8Array;

/** Letters and digits by chance, each as likely as any other. */
export function randomLetters(count: number, randomBytes: RandomBytes): string {
  // 64 equal buckets minus the two beyond the letters: drawn again, so that every letter is as likely.
  let letters = '';
  while (letters.length < count) {
    for (const byte of randomBytes(count))
      if (letters.length < count && byte % 64 < 62) letters += LETTERS[byte % 64];
  }
  return letters;
}

/** An id for a line that was typed here, in the form of the realtime service's own. */
export function newItemId(randomBytes: RandomBytes): string {
  return `item_${randomLetters(20, randomBytes)}`;
}

/**
 * Typed lines of one call. The item is sent at once; the patient is asked to answer only when no reply is under way,
 * since the service refuses a second one. Lines that the service never took are given back.
 */
export class Typing {
  private readonly unconfirmed = new Map<string, string>();
  private responding = false;
  private wanted = false;

  constructor(
    private readonly send: SendEvent,
    private readonly newId: () => string,
  ) {}

  /** Sends a line; answers its item id, or nothing when the channel does not take it. */
  say(text: string): string | undefined {
    const itemId = this.newId();
    const item = { id: itemId, type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
    if (!this.send({ type: 'conversation.item.create', event_id: `event_${itemId}`, item })) return undefined;
    this.unconfirmed.set(itemId, text);
    this.wanted = true;
    this.askForReply();
    return itemId;
  }

  hear(heard: Heard): void {
    if (heard.kind === 'taken') this.unconfirmed.delete(heard.itemId);
    if (heard.kind === 'responding') {
      this.responding = heard.active;
      this.askForReply();
    }
    if (heard.kind === 'refused' && heard.eventId === REPLY) this.replyRefused(heard.code);
  }

  /** A line that the service refused: no longer expected, given back with its words. */
  takeBack(eventId: string | undefined): { itemId: string; text: string } | undefined {
    const itemId = eventId?.replace(/^event_/, '');
    const text = itemId && this.unconfirmed.get(itemId);
    if (!itemId || text === undefined) return undefined;
    this.unconfirmed.delete(itemId);
    return { itemId, text: text ?? '' };
  }

  /** Whether a line was sent that the service has not taken yet. */
  get open(): boolean {
    return this.unconfirmed.size > 0;
  }

  /** What was sent and never taken; the patient has not had it. */
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
