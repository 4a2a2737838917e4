import type { Transcript } from '@viva/client';
import type { CSSProperties } from 'react';
import { minutesAndSeconds } from '../time/words';
import { languageOf, type Names } from './names';
import type { Timeline } from './timeline';
import type { Jump } from './useJump';

interface Props {
  timeline: Timeline;
  names: Names;
  languages: Pick<Transcript, 'inputLanguage' | 'replyLanguage'>;
  onShow: Jump['show'];
}

/** What was found along the time of the encounter, a row for each kind; where there is no room, as a list. */
export function TimelineView({ timeline: { phases, rows }, languages, onShow }: Props) {
  return (
    <div className="timeline">
      <p className="quiet">
        When it was, in minutes and seconds from the first line. Press a time to go to its line.
      </p>
      <p className="timeline-phases" aria-hidden="true">
        {phases.map(({ name, share }) => (
          <span key={name} style={{ flexGrow: share }}>
            {name}
          </span>
        ))}
      </p>
      <ul>
        {rows.map(({ id, name, moments }) => (
          <li key={id} data-timeline={id}>
            <p>{name}</p>
            <ol style={variables({ '--lanes': 1 + Math.max(...moments.map(({ lane }) => lane)) })}>
              {moments.map(({ evidence, after, place, lane }, i) => (
                <li
                  key={`${evidence.itemId} ${evidence.start} ${i}`}
                  style={variables({ '--place': place, '--lane': lane })}
                >
                  <button type="button" onClick={() => onShow(evidence)}>
                    <span className="visually-hidden">Go to the line. </span>
                    <span className="timeline-at">{minutesAndSeconds(after)}</span>{' '}
                    <q dir="auto" lang={languageOf(evidence.role, languages)}>
                      {evidence.quote}
                    </q>
                  </button>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Numbers for the styles. */
const variables = (numbers: Record<`--${string}`, number>) => numbers as CSSProperties;
