import type { AiReview, Review, Rubric } from '@viva/client';
import { useLayoutEffect, useRef } from 'react';
import type { Trouble } from '../api/problems';
import type { PanelProps } from '../faculty/panel';
import type { Read } from '../faculty/useRead';
import { Button } from '../ui/Button';
import { Icon } from '../ui/icons';
import { useStore } from '../ui/store';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { askable, progressWords } from './proposals';
import type { Proposing } from './proposing';
import { QuotedWords } from './QuotedWords';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'state' | 'jump'> {
  rubric: Rubric;
  reader: Read<AiReview | undefined>;
  proposing: Proposing;
}

/** Asking a model for proposals, and how far it is. Nothing where no model is configured. */
export function ProposalsPart({ rubric, reader, proposing, ...lines }: Props) {
  const { review, asking, trouble } = useStore(proposing.store);
  const asked = askable(rubric);
  const open = isOpen(review);
  const heading = useRef<HTMLHeadingElement>(null);
  const buttons = `${open} ${!!trouble}`;
  const before = useRef(buttons);
  useLayoutEffect(() => {
    // The button that was pressed has gone.
    if (before.current !== buttons && document.activeElement === document.body)
      heading.current?.focus({ preventScroll: true });
    before.current = buttons;
  }, [buttons]);
  const { session, state } = lines;
  const { value: model, trouble: unread } = reader;
  if (asked === 0 || (!model && !(unread && session.aiReview))) return null;
  const ask = () => void proposing.ask();
  const cannot = !session.aiReview
    ? 'The student did not agree that a model reads this encounter, so none can be asked.'
    : state.conversation.state !== 'closed'
      ? 'A model can be asked once the encounter is closed.'
      : undefined;
  return (
    <section className="proposals" aria-labelledby="proposals-title">
      <h3 id="proposals-title" ref={heading} tabIndex={-1}>
        Proposals of a model
      </h3>
      {!model && unread ? (
        <TroubleNote trouble={inLookWords(unread)}>
          <TryAgain trouble={unread} onClick={reader.again} />
        </TroubleNote>
      ) : cannot ? (
        <p className="quiet">{cannot}</p>
      ) : (
        <>
          {!review && (
            <p className="quiet">
              {model?.model} can read the conversation and propose on{' '}
              {asked === 1 ? 'one criterion' : `${asked} criteria`}, each with the words that show it. Judge
              first what you can: people who have read a proposal tend to agree with it.
            </p>
          )}
          {review && <Found review={review} asked={asked} lines={lines} />}
          {trouble && (
            <TroubleNote trouble={trouble}>
              <TryAgain trouble={trouble} onClick={ask} />
            </TroubleNote>
          )}
          {!trouble && open && (
            <div>
              <Button off={asking} onClick={ask}>
                {asking ? 'Asking…' : review ? 'Ask again' : 'Ask for proposals'}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function inLookWords(trouble: Trouble): Trouble {
  const words = `Whether a model can be asked for proposals could not be read. ${trouble.words} You can assess without them.`;
  return { ...trouble, words };
}

/** Whether there is anything to ask for. */
function isOpen(review: Review | undefined): boolean {
  return !review || review.state === 'failed' || !review.current;
}

/** While the model reads, that answer may still come. */
function isUnchecked({ canary, state, proposals }: Review): boolean {
  return canary === 'unknown' && state !== 'running' && proposals.length > 0;
}

type FoundProps = {
  review: Review;
  asked: number;
  lines: Pick<Props, 'session' | 'names' | 'state' | 'jump'>;
};

function Found({ review, asked, lines }: FoundProps) {
  const { canary, canaryQuote, current } = review;
  return (
    <>
      <p role="status" className="quiet">
        {progressWords(review, asked)}
        {canary === 'alarm' ? '' : ' None counts until you confirm it.'}
      </p>
      {!current && <p className="quiet">Lines were corrected since: it read what stood before.</p>}
      {isUnchecked(review) && (
        <p className="note">
          The model did not say clearly whether any words were meant for whoever judges, not for the patient.
          Check each proposal more closely.
        </p>
      )}
      {canary === 'alarm' && (
        <div className="note trouble">
          <Icon name="alert" />
          <div>
            <p role="alert">
              These words look as if they were meant for whoever judges, not for the patient. A model may have
              obeyed them, so its proposals are not shown. Judge without them.
            </p>
            <QuotedWords quote={canaryQuote} {...lines} />
          </div>
        </div>
      )}
    </>
  );
}
