import { languageOf, whoSaid } from '../debrief/names';
import { titleOf } from '../debrief/itemWords';
import { Quote } from '../debrief/Quote';
import type { PanelProps } from '../faculty/panel';
import { panelNames } from '../review/panelNames';
import { Button } from '../ui/Button';
import { verdictOf, type Candidate } from './candidates';
import type { Entry } from './entries';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'jump'> {
  candidates: readonly Candidate[];
  entry: Entry;
  onJudge: (candidate: Candidate, confirmed: boolean) => void;
}

/** Sentences that look like what a criterion asks for: they count once a person says that they are. */
export function CandidateList({ candidates, entry, session, names, jump, onJudge }: Props) {
  if (candidates.length === 0) return null;
  const people = panelNames(names);
  return (
    <div className="candidates">
      <p className="quiet">Possible sentences. Only those that you confirm count.</p>
      <ul className="evidence">
        {candidates.map((candidate) => {
          const { item, evidence } = candidate;
          const verdict = verdictOf(entry, candidate);
          const about = <span className="visually-hidden">: {evidence.quote.slice(0, 60)}</span>;
          return (
            <li key={`${item.id} ${evidence.itemId}`}>
              {item.kind === 'plan' && <span className="quiet">{titleOf(item)}</span>}
              <Quote
                evidence={evidence}
                who={whoSaid(evidence, people)}
                language={languageOf(evidence.role, session)}
                onShow={jump.show}
              />
              <div className="actions">
                <Button aria-pressed={verdict === true} onClick={() => onJudge(candidate, true)}>
                  Confirm{about}
                </Button>
                <Button aria-pressed={verdict === false} onClick={() => onJudge(candidate, false)}>
                  Not so{about}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
