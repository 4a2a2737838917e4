/** A part of a line, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where quoted words stand in a line as it is drawn; undefined when it no longer has them. */
export function spanOf(
  text: string,
  { quote, start, end }: Partial<Span> & { quote: string },
): Span | undefined {
  if (start !== undefined && end !== undefined && text.slice(start, end) === quote) return { start, end };
  const found = text.indexOf(quote);
  return found < 0 ? undefined : { start: found, end: found + quote.length };
}

/** A line cut around a part of it. */
export function cut(text: string, { start, end }: Span): readonly [string, string, string] {
  return [text.slice(0, start), text.slice(start, end), text.slice(end)];
}

/** The words in a part of a line without the blanks around them; undefined when there are none. */
export function trimmed(text: string, { start, end }: Span): Span | undefined {
  const part = text.slice(start, end);
  const words = part.trim();
  if (words === '') return undefined;
  const from = start + part.indexOf(words);
  return { start: from, end: from + words.length };
}

/** What the reader has selected of a line's words, when the selection lies within them. */
export function selectedIn(words: Element, selection: Selection | null): Span | undefined {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  if (!words.contains(range.startContainer) || !words.contains(range.endContainer)) return undefined;
  const before = range.cloneRange();
  before.selectNodeContents(words);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return trimmed(words.textContent ?? '', { start, end: start + range.toString().length });
}
