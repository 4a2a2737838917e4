import { forgetNamed, keepInTab, keptInTab } from '../faculty/tabStorage';

/** What was typed and not sent: kept through a reload, in this tab alone. Where that is forbidden or full, until the page is left. */
export class Draft {
  private readonly key: string;

  constructor(sessionId: string) {
    this.key = `viva-draft-${sessionId}`;
  }

  readonly read = (): string => keptInTab(this.key) ?? '';

  /** Puts words in front of what is there. */
  putBack(words: string): void {
    if (!words) return;
    const rest = this.read();
    this.keep(rest ? `${words}\n${rest}` : words);
  }

  keep(text: string): void {
    if (text) keepInTab(this.key, text);
    else forgetNamed(this.key);
  }
}
