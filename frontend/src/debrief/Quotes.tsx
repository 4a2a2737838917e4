import type { Evidence, Transcript } from '@viva/client';
import { languageOf, whoSaid, type Names } from './names';
import { Quote } from './Quote';
import type { Jump } from './useJump';

interface Props {
  evidence: readonly Evidence[];
  names: Names;
  languages: Pick<Transcript, 'inputLanguage' | 'replyLanguage'>;
  onShow: Jump['show'];
}

/** The words that show a point, each with who said them and in which language. */
export function Quotes({ evidence, names, languages, onShow }: Props) {
  return evidence.map((one, i) => (
    <Quote
      key={`${one.itemId} ${one.start} ${i}`}
      evidence={one}
      who={whoSaid(one, names)}
      language={languageOf(one.role, languages)}
      onShow={onShow}
    />
  ));
}
