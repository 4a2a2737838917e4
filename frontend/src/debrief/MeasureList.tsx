import type { Measure, Transcript } from '@viva/client';
import { explained, figureOf } from './measures';
import type { Names } from './names';
import { Quotes } from './Quotes';
import type { Jump } from './useJump';

interface Props {
  measures: readonly Measure[];
  names: Names;
  languages: Pick<Transcript, 'inputLanguage' | 'replyLanguage'>;
  onShow: Jump['show'];
}

/** Figures about the conversation; each opens to what it means, its limits and its source. */
export function MeasureList({ measures, ...rest }: Props) {
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
              <Quotes evidence={evidence} {...rest} />
            </details>
          </li>
        );
      })}
    </ul>
  );
}
