import { tabStorage } from '../faculty/tabStorage';

/** What was typed and not sent: kept through a reload, in this tab alone. Where that is forbidden, until the page is left. */
export class Draft {
  private readonly key: string;

  constructor(sessionId: string) {
    this.key = `viva-draft-${sessionId}`;
  }

  readonly read = (): string => {
    try {
      return tabStorage().getItem(this.key) ?? '';
    } catch {
      return ''; // Storage fails.
    }
  };

  /** Puts words in front of what is there. */
  putBack(words: string): void {
    if (!words) return;
    const rest = this.read();
    this.keep(rest ? `${words}\n${rest}` : words);
  }

  keep(text: string): void {
    try {
      if (text) tabStorage().setItem(this.key, text);
      else tabStorage().removeItem(this.key);
    } catch {
      return; // Storage is full or forbidden: the draft lasts until the page is left.
    }
  }
}
