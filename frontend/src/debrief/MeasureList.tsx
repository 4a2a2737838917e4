import type { Measure, Transcript } from '@viva/client';
import { explained, figureOf } from './measures';
import { languageOf, whoSaid, type Names } from './names';
import { Quote } from './Quote';
import type { Jump } from './useJump';

interface Props {
  measures: readonly Measure[];
  names: Names;
  languages: Pick<Transcript, 'inputLanguage' | 'replyLanguage'>;
  onShow: Jump['show'];
}

/** Figures about the conversation; each opens to what it means, its limits and its source. */
export function MeasureList({ measures, names, languages, onShow }: Props) {
  return (
    <ul className="measures">
      {explained(measures).map((measure) => {
        const { id, meaning, note, evidence = [] } = measure;
        return (
          <li key={id} data-measure={id}>
            <details>
              <summary>
                <span>{meaning.name}</span> <strong>{figureOf(measure)}</strong>
              </summary>
              <p>{meaning.definition}</p>
              {note && <p>{note}</p>}
              <p className="quiet">Limits: {meaning.limits}</p>
              {meaning.source && <p className="quiet">Source: {meaning.source}</p>}
              {evidence.map((one, i) => (
                <Quote
                  key={`${one.itemId} ${one.start} ${i}`}
                  evidence={one}
                  who={whoSaid(one, names)}
                  language={languageOf(one.role, languages)}
                  onShow={onShow}
                />
              ))}
            </details>
          </li>
        );
      })}
    </ul>
  );
}
