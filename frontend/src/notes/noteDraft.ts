import { randomLetters, type RandomBytes } from '../call/typing';
import { Draft } from '../device/draft';
import type { Written } from './noteBook';
import { plainText } from '../ui/plainText';

/** A note that was sent and not answered: the service may have it. */
export interface Sent {
  readonly noteId: string;
  readonly note: Written;
  /** The words that it is about, where some were selected. */
  readonly quote?: string | undefined;
}

/** A note that is being written: kept through a reload, in this tab alone, until it is stored. */
export class NoteDraft {
  private readonly text: Draft;
  private readonly kept: Draft;
  private last: Sent | undefined;

  constructor(
    key: string,
    private readonly randomBytes: RandomBytes = (n) => crypto.getRandomValues(new Uint8Array(n)),
  ) {
    this.text = new Draft(key);
    // No id has a space: this is no other note's.
    this.kept = new Draft(`${key} sent`);
    this.last = this.readSent();
  }

  readonly read = (): string => this.text.read();

  keep(text: string): void {
    this.text.keep(text);
    if (!text) this.kept.keep('');
  }

  /** What was sent of it as it stands now. */
  readonly sent = (): Sent | undefined =>
    this.last?.note.text === plainText(this.read()) ? this.last : undefined;

  /** What the service may have of it in other words, or for other readers: it is not what is wanted any more. */
  replacedBy(note: Written): string | undefined {
    // Another form may have sent it again, and stored it.
    const sent = this.readSent();
    return sent && sent.noteId === this.last?.noteId && !isSame(sent.note, note) ? sent.noteId : undefined;
  }

  /** The same for the same note until it is stored, so that one whose answer was lost is not stored twice. */
  idOf(note: Written, quote?: string): string {
    if (!this.last || !isSame(this.last.note, note)) {
      this.last = { noteId: `note_${randomLetters(22, this.randomBytes)}`, note, quote };
      this.kept.keep(JSON.stringify(this.last));
    }
    return this.last.noteId;
  }

  /** It is stored. What was typed since, as in another form for the same draft, stays. */
  stored({ text }: Written): void {
    this.last = undefined;
    this.kept.keep('');
    if (plainText(this.read()) === text) this.keep('');
  }

  private readSent(): Sent | undefined {
    try {
      const sent = JSON.parse(this.kept.read() || 'null') as Partial<Sent> | null;
      return typeof sent?.noteId === 'string' && typeof sent.note?.text === 'string'
        ? (sent as Sent)
        : undefined;
    } catch {
      return undefined; // Somebody else wrote there.
    }
  }
}

function isSame(one: Written, other: Written): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
