import type { RubricCriterion } from '@viva/client';
import type { ReactNode } from 'react';
import type { PanelProps } from '../faculty/panel';
import { Button } from '../ui/Button';
import { lowestOf, MAX_COMMENT, type Choice, type Entry, type Lack } from './entries';
import { CandidateList } from './CandidateList';
import { judge, type Candidate } from './candidates';
import { Lines } from './Lines';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'state' | 'jump'> {
  criterion: RubricCriterion;
  number: number;
  entry: Entry;
  candidates: readonly Candidate[];
  /** What a model proposes, if it was asked. */
  proposed: ReactNode;
  /** Shown once the rater has tried to sign. */
  lack: Lack | undefined;
  picking: boolean;
  onChange: (change: Partial<Entry>) => void;
  onPick: () => void;
  onRemove: (itemId: string) => void;
}

/** Where a criterion stands in the page. */
export const fieldId = (criterionId: string) => `criterion-${criterionId}`;
export const attachId = (criterionId: string) => `attach-${criterionId}`;

/** One criterion: the point of its scale in words, the lines that show it, a comment. */
export function CriterionField({ criterion, number, entry, lack, picking, onChange, ...rest }: Props) {
  const { id, title, anchors, evidenceRequired } = criterion;
  const { onPick, onRemove, candidates, proposed, session, ...lines } = rest;
  const { choice, evidence, comment } = entry;
  const lowest = lowestOf(criterion);
  const judged = choice !== 'unjudged' && choice !== lowest;
  const needsLine = evidenceRequired && judged && evidence.length === 0;
  const radio = (value: Choice & (number | 'unjudged'), words: string) => (
    <label className="choice-row" key={value}>
      <input
        type="radio"
        name={fieldId(id)}
        checked={choice === value}
        onChange={() => onChange({ choice: value })}
      />
      <span>{words}</span>
    </label>
  );
  return (
    <fieldset
      id={fieldId(id)}
      className="criterion"
      tabIndex={-1}
      aria-describedby={lack && `${fieldId(id)}-lack`}
    >
      <legend>
        {number}. {title}
      </legend>
      {lack && (
        <p className="lack" id={`${fieldId(id)}-lack`}>
          {LACKS[lack]}
        </p>
      )}
      <div className="choices">
        {anchors.map((words, i) => radio(lowest + i, words))}
        {radio('unjudged', 'Could not be judged here')}
      </div>
      {proposed}
      <CandidateList
        candidates={candidates}
        entry={entry}
        session={session}
        names={lines.names}
        jump={lines.jump}
        onJudge={(candidate, confirmed) => onChange(judge(entry, candidate, confirmed))}
      />
      <Lines
        {...lines}
        session={session}
        evidence={evidence}
        after={(itemId, text) => (
          <button type="button" className="link" onClick={() => onRemove(itemId)}>
            Remove<span className="visually-hidden"> the line: {text.slice(0, 60)}</span>
          </button>
        )}
      />
      <div className="actions">
        <Button id={attachId(id)} aria-pressed={picking} onClick={onPick}>
          Attach lines<span className="visually-hidden"> to: {title}</span>
        </Button>
        {needsLine && (
          <span className="quiet">
            {choice === undefined
              ? 'Needs a line, unless the lowest point is chosen.'
              : 'Needs a line that shows it.'}
          </span>
        )}
      </div>
      <details open={comment !== '' || undefined}>
        <summary>Comment</summary>
        <label className="visually-hidden" htmlFor={`${fieldId(id)}-comment`}>
          Comment on: {title}
        </label>
        <textarea
          id={`${fieldId(id)}-comment`}
          rows={2}
          maxLength={MAX_COMMENT}
          value={comment}
          onChange={(event) => onChange({ comment: event.currentTarget.value })}
        />
      </details>
    </fieldset>
  );
}

const LACKS: Record<Lack, string> = {
  choice: 'Choose one of these before you sign.',
  evidence: 'Attach at least one line that shows it before you sign.',
};
