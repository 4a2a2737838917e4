import type { Evidence } from '@viva/client';
import { marksOf } from './itemWords';
import type { Jump } from './useJump';

interface Props {
  evidence: Evidence;
  /** Who said it; undefined of an examination, which nobody said. */
  who: string | undefined;
  language?: string | undefined;
  onShow: Jump['show'];
}

/** Words of the transcript that show a point; pressed, they lead to their line. */
export function Quote({ evidence, who, language, onShow }: Props) {
  const marks = marksOf(evidence);
  return (
    <div className={`quote ${evidence.role ?? 'finding'}`}>
      <button type="button" className="quote-words" onClick={() => onShow(evidence)}>
        <span className="visually-hidden">Go to the line. </span>
        <span className="quote-who">{who ?? 'Finding'}:</span>{' '}
        <q dir="auto" lang={who ? language : undefined}>
          {evidence.quote}
        </q>
      </button>
      {marks.length > 0 && <p className="marks">{marks.join(' · ')}</p>}
    </div>
  );
}
