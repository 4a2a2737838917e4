import type { DebriefItem, Evidence, Transcript } from '@viva/client';
import { Icon } from '../ui/icons';
import type { Group } from './groups';
import { restsOnMarked, resultWords, titleOf } from './itemWords';
import { languageOf, whoSaid, type Names } from './names';
import { Quote } from './Quote';
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

export function Item({ item, names, languages, onShow }: Props & { item: DebriefItem }) {
  const { result, evidence, askedBy = [], note } = item;
  const quote = (one: Evidence, i: number) => (
    <Quote
      key={`${one.itemId} ${one.start} ${i}`}
      evidence={one}
      who={whoSaid(one, names)}
      language={languageOf(one.role, languages)}
      onShow={onShow}
    />
  );
  return (
    <li className={`item ${result}`} data-debrief={item.id}>
      <p className="item-title">
        <Icon name={SEEN[result]} />
        <strong>{titleOf(item)}</strong> <span className="result">{resultWords(item)}</span>
      </p>
      {note && <p>{note}</p>}
      {askedBy.map(quote)}
      {evidence.map(quote)}
      {restsOnMarked(item) && (
        <p className="quiet">Shown, not counted: only such a line tells it, and a person should look.</p>
      )}
    </li>
  );
}
