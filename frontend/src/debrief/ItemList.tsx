import type { DebriefItem, Transcript } from '@viva/client';
import { Icon } from '../ui/icons';
import type { Group } from './groups';
import { restsOnMarked, resultWords, titleOf } from './itemWords';
import type { Names } from './names';
import { Quotes } from './Quotes';
import type { Jump } from './useJump';

interface Props {
  names: Names;
  languages: Pick<Transcript, 'inputLanguage' | 'replyLanguage'>;
  onShow: Jump['show'];
}

/** One group of items, each with the words that show it. */
export function ItemGroup({ group, ...rest }: Props & { group: Group }) {
  const { id, title, about, items } = group;
  // A case holds dozens of points: those without any words to show are one list, and folded.
  const folded =
    (id === 'missed' || id === 'not_examined') && items.every((item) => item.evidence.length === 0);
  return (
    <section className={`items ${id}`} aria-labelledby={`items-${id}`}>
      <h3 id={`items-${id}`}>{title}</h3>
      {about && <p className="quiet">{about}</p>}
      {folded ? (
        <details className="folded">
          <summary>Show them</summary>
          <ul>
            {items.map((item) => (
              <li key={item.id} className={item.result} data-debrief={item.id}>
                {titleOf(item)}{' '}
                {item.result !== 'not_met' && <span className="quiet">{resultWords(item)}</span>}
              </li>
            ))}
          </ul>
        </details>
      ) : (
        <ul>
          {items.map((item) => (
            <Item key={item.id} item={item} {...rest} />
          ))}
        </ul>
      )}
    </section>
  );
}

const SEEN = { met: 'check', not_met: 'circle', unclear: 'question', not_applicable: 'circle' } as const;

export function Item({ item, ...rest }: Props & { item: DebriefItem }) {
  const { result, evidence, askedBy = [], note } = item;
  return (
    <li className={`item ${result}`} data-debrief={item.id}>
      <p className="item-title">
        <Icon name={SEEN[result]} />
        <strong>{titleOf(item)}</strong> <span className="result">{resultWords(item)}</span>
      </p>
      {note && <p>{note}</p>}
      <Quotes evidence={askedBy} {...rest} />
      <Quotes evidence={evidence} {...rest} />
      {restsOnMarked(item) && <p className="quiet">Only such a line tells it: a person should look.</p>}
    </li>
  );
}
