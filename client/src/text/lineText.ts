/** The contract's longest line. */
const MAX_LENGTH = 20_000;
/** Unicode's white space and the byte order mark; `\s` lacks U+0085. */
const WHITE_SPACE_BEFORE = /^[\s\u0085]+/;
const WHITE_SPACE = /[\s\u0085]/;

/**
 * The words of a line as the service keeps them, whoever reports it: without U+0000, half characters replaced by U+FFFD, no
 * white space around them, at most 20,000 UTF-16 code units. White space alone is nothing. The service does the same, so
 * that its digest is one that the page can compute from its own lines.
 */
export function lineText(text: string): string {
  // With the flag u this class finds surrogates that are not half of a pair.
  const whole = trimmed(text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD'));
  if (whole.length <= MAX_LENGTH) return whole;
  const cut = whole.slice(0, MAX_LENGTH);
  return trimmed(/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut);
}

/** From the end with a loop: the expression alone takes quadratic time on long inner white space. */
function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && WHITE_SPACE.test(text[end - 1]!)) end--;
  return text.slice(0, end).replace(WHITE_SPACE_BEFORE, '');
}
