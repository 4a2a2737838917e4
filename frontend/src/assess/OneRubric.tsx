import type { AiReview, Assessment, DebriefItem, Rubric, Session } from '@viva/client';
import { useCallback, useState } from 'react';
import type { PanelProps } from '../faculty/panel';
import { useRead, type Read } from '../faculty/useRead';
import { Awaited } from '../ui/TroubleNote';
import type { AssessApi } from './assessApi';
import { DraftForm } from './DraftForm';
import { KeptNote } from './KeptNote';
import { OthersPart } from './OthersPart';
import { newestSigned, openDraft } from './signed';
import { SignedView } from './SignedView';

export interface RubricProps extends Pick<PanelProps, 'names' | 'state' | 'jump' | 'onReading'> {
  session: Session;
  api: AssessApi;
  /** All assessments of the session that the rater may see. */
  all: readonly Assessment[];
  /** Of the debrief, once it is there: among them what it proposes for a person to confirm. */
  items: readonly DebriefItem[];
  /** The model that may be asked for proposals, if there is one, as far as the service says. */
  reader: Read<AiReview | undefined>;
  onSigned: (signed: Assessment) => void;
}

interface Props extends RubricProps {
  rubricId: string;
  /** All that stands among the fields is there. */
  ready: boolean;
}

/** One rubric: the draft, or what is signed, and what others chose. */
export function OneRubric({ rubricId, ready, ...props }: Props) {
  const { api } = props;
  const { value: rubric, trouble, again } = useRead(useCallback(() => api.rubric(rubricId), [api, rubricId]));
  if (rubric && ready) return <Assessing rubric={rubric} {...props} />;
  return <Awaited trouble={trouble} again={again} />;
}

function Assessing({ rubric, ...props }: RubricProps & { rubric: Rubric }) {
  const { all, onSigned, session } = props;
  const [anew, setAnew] = useState(false);
  const [justSigned, setJustSigned] = useState(false);
  const [discards, setDiscards] = useState(0);
  const own = all.filter((one) => one.own && one.rubricId === rubric.rubricId);
  const signed = newestSigned(own);
  const draft = openDraft(own);
  const version = draft?.version ?? (signed?.version ?? 0) + 1;
  const finish = (one: Assessment) => {
    setAnew(false);
    setJustSigned(true);
    onSigned(one);
  };
  const about = (
    <details className="rubric-about">
      <summary>About this rubric</summary>
      {rubric.description && <p>{rubric.description}</p>}
      <p className="quiet">
        Version {rubric.version}. {rubric.source}
      </p>
    </details>
  );
  if (!signed || draft || anew)
    return (
      <>
        {about}
        <DraftForm
          key={version}
          {...props}
          rubric={rubric}
          version={version}
          stored={draft ?? signed}
          onSigned={finish}
        />
        {signed && <OthersPart {...props} rubric={rubric} own={signed} />}
      </>
    );
  return (
    <>
      {about}
      <KeptNote
        key={signed.version}
        sessionId={session.sessionId}
        rubric={rubric}
        signed={signed}
        onDiscarded={() => setDiscards(discards + 1)}
      />
      <SignedView
        {...props}
        rubric={rubric}
        own={signed}
        focused={Number(justSigned) + discards}
        onAnew={() => setAnew(true)}
      />
      <OthersPart {...props} rubric={rubric} own={signed} />
    </>
  );
}
