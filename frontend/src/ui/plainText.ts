/**
 * What was typed or pasted, as the service takes it: a line break of a word processor (U+000B, U+000C) becomes an ordinary
 * one, other control characters go, and so does the white space around it.
 */
export function plainText(text: string): string {
  return text
    .replace(/[\v\f]/g, '\n')
    .replace(/[^\P{Cc}\t\n\r\u0080-\u009f]/gu, '')
    .trim();
}

/** The same of a text in one row, as a name. */
export function plainRow(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
