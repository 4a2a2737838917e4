import { cut, spanOf } from './span';
import type { Spot } from './useJump';

interface Props {
  text: string;
  language?: string | undefined;
  /** The words that a reader came for, when they are of this line. */
  spot: Spot | undefined;
}

/** The words of a line; those that a reader came for are marked. */
export function MarkedWords({ text, language, spot }: Props) {
  const span = spot && (spanOf(text, spot) ?? { start: 0, end: text.length });
  const [before, words, after] = span ? cut(text, span) : [text, '', ''];
  return (
    <p dir="auto" lang={language} data-words>
      {before}
      {words && <mark>{words}</mark>}
      {after}
    </p>
  );
}
