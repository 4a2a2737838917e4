import type { Review, RubricCriterion } from '@viva/client';
import type { PanelProps } from '../faculty/panel';
import { Button } from '../ui/Button';
import { pointWords, type Entry } from './entries';
import { answerOf, confirm, proposedValue, refuse, standingOf } from './proposals';
import { QuotedWords } from './QuotedWords';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'state' | 'jump'> {
  criterion: RubricCriterion;
  /** What the rater has asked for; undefined while they have not. */
  review: Review | undefined;
  entry: Entry;
  onChange: (change: Partial<Entry>) => void;
}

/** What a model proposes on one criterion. It counts for nothing: what the rater chooses does. */
export function ProposalView({ criterion, review, entry, onChange, ...lines }: Props) {
  const answer = review && review.canary !== 'alarm' ? answerOf(review, criterion.id) : undefined;
  if (!answer) return null;
  if (answer.kind === 'gap') return <p className="proposal quiet">{answer.words}</p>;
  const { proposal } = answer;
  const value = proposedValue(proposal);
  const standing = standingOf(entry, proposal);
  const about = <span className="visually-hidden"> what the model proposes on: {criterion.title}</span>;
  return (
    <div className="proposal" role="group" aria-label={`A model’s proposal on: ${criterion.title}`}>
      <p className="quiet">
        <strong>A model’s proposal.</strong> {STANDING_WORDS[standing]}
      </p>
      <p>{typeof value === 'number' ? pointWords(criterion, value) : 'It cannot tell from these lines.'}</p>
      <QuotedWords quote={proposal.quote} {...lines} />
      {value !== undefined && (
        <div className="actions">
          <Button aria-pressed={standing === 'confirmed'} onClick={() => onChange(confirm(entry, proposal))}>
            Confirm{about}
          </Button>
          <Button aria-pressed={standing === 'refused'} onClick={() => onChange(refuse(entry, proposal))}>
            Refuse{about}
          </Button>
        </div>
      )}
    </div>
  );
}

const STANDING_WORDS = {
  open: 'It counts for nothing until you confirm it.',
  confirmed: 'It is what you chose.',
  refused: 'You judge otherwise: it counts for nothing.',
} as const;
