import type { Assessment, Rubric } from '@viva/client';
import { useEffect, useState } from 'react';
import { Button } from '../ui/Button';
import { useStore } from '../ui/store';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { attachId, CriterionField, fieldId } from './CriterionField';
import type { AssessmentDraft } from './draft';
import { candidatesOf } from './candidates';
import { entryOf, lackOf, lacksOf, MAX_EVIDENCE, type Entry } from './entries';
import { lackWords, savingWords } from './draftWords';
import type { RubricProps } from './OneRubric';
import { OtherDraft } from './OtherDraft';
import { ProposalsPart } from './ProposalsPart';
import { ProposalView } from './ProposalView';
import { SignDialog } from './SignDialog';
import { useDraft } from './useDraft';
import { useProposing } from './useProposing';

interface Props extends RubricProps {
  rubric: Rubric;
  version: number;
  stored: Assessment | undefined;
}

/** An assessment that is being made: saved as it goes, signed at its end. */
export function DraftForm({
  api,
  session,
  rubric,
  version,
  stored,
  onSigned,
  onReading,
  items,
  reader,
  ...lines
}: Props) {
  const { sessionId } = session;
  const draft = useDraft({ api, sessionId, rubric, version, stored, onSigned });
  const { entries, saving, trouble, recovered, rubricChanged, other } = useStore(draft.store);
  const proposing = useProposing(api, sessionId, rubric);
  const { review } = useStore(proposing.store);
  const [picking, setPicking] = usePicking(draft, rubric, onReading);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const lacks = lacksOf(rubric, entries);
  const sign = () => {
    if (lacks.length === 0) return setAsking(true);
    setTried(true);
    document.getElementById(fieldId(lacks[0]!.criterion.id))?.focus();
  };
  return (
    <form className="assessment" onSubmit={(event) => event.preventDefault()}>
      <p className="quiet">
        {version === 1
          ? 'You judge blind: until you sign, you do not see what others chose, and nobody sees what you choose.'
          : `Version ${version}: you may have seen others’ assessments, so it does not count when raters are compared. Your earlier version stays stored.`}
      </p>
      {rubricChanged && (
        <p className="note">
          The rubric was changed since you began. Your comments and lines are still here; choose again in each
          criterion.
        </p>
      )}
      {/* Not announced: it would be said after each choice. A failure is. */}
      <p className="quiet saving">{savingWords(saving, recovered)}</p>
      {other && <OtherDraft {...{ rubric, draft, entries, other }} />}
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={() => void draft.save()} />
        </TroubleNote>
      )}
      <ProposalsPart {...lines} {...{ session, rubric, reader, proposing }} />
      {rubric.criteria.map((criterion, i) => {
        const entry = entryOf(entries, criterion.id);
        const change = (one: Partial<Entry>) => draft.change(criterion.id, one);
        return (
          <CriterionField
            key={criterion.id}
            {...lines}
            session={session}
            criterion={criterion}
            candidates={candidatesOf(criterion, items)}
            number={i + 1}
            entry={entry}
            lack={tried ? lackOf(criterion, entry) : undefined}
            picking={picking === criterion.id}
            proposed={
              <ProposalView {...lines} {...{ session, criterion, review, entry }} onChange={change} />
            }
            onChange={change}
            onPick={() => setPicking(picking === criterion.id ? undefined : criterion.id)}
            onRemove={(itemId) => draft.toggle(criterion.id, itemId)}
          />
        );
      })}
      <div className="sign-bar">
        <p>{lackWords(lacks.length, rubric.criteria.length)}</p>
        <Button look="primary" onClick={sign}>
          Sign
        </Button>
      </div>
      {asking && !other && <SignDialog draft={draft} version={version} onClose={() => setAsking(false)} />}
    </form>
  );
}

/** The criterion to which lines are being attached; the conversation shows it. */
function usePicking(draft: AssessmentDraft, rubric: Rubric, onReading: RubricProps['onReading']) {
  const { entries } = useStore(draft.store);
  const [picking, setPicking] = useState<string>();
  useEffect(() => {
    const criterion = rubric.criteria.find(({ id }) => id === picking);
    if (!criterion) return onReading(undefined);
    onReading({
      picking: {
        about: criterion.title,
        picked: new Set(entryOf(entries, criterion.id).evidence),
        max: MAX_EVIDENCE,
        toggle: (itemId) => draft.toggle(criterion.id, itemId),
        done: () => {
          setPicking(undefined);
          document.getElementById(attachId(criterion.id))?.focus();
        },
      },
    });
  }, [draft, rubric, entries, picking, onReading]);
  useEffect(() => () => onReading(undefined), [onReading]);
  return [picking, setPicking] as const;
}
