import type { Assessment, DebriefItem, RubricSummary } from '@viva/client';
import { useCallback, useMemo, useState } from 'react';
import '../styles/debrief.css';
import '../styles/review.css';
import '../styles/assess.css';
import { AsideFrame } from '../faculty/AsideFrame';
import type { PanelProps } from '../faculty/panel';
import { useRead } from '../faculty/useRead';
import { count } from '../time/words';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { assessApi } from './assessApi';
import { NoRubric } from './NoRubric';
import { OneRubric } from './OneRubric';
import { newestSigned, withSigned } from './signed';
import { SignedView } from './SignedView';

const NONE: readonly DebriefItem[] = [];

/** A teacher's own judgement by a rubric, beside the lines that show it. */
export function AssessPanel({ api, session, names, state, jump, onReading, onClose }: PanelProps) {
  const { sessionId } = session;
  const assess = useMemo(() => assessApi(api.configuration), [api]);
  const [chosen, setChosen] = useState<string>();
  const rubrics = useRead(useCallback(() => assess.rubrics(), [assess]));
  const list = useRead(useCallback(() => assess.assessments(sessionId), [assess, sessionId]));
  const [signed, setSigned] = useState<readonly Assessment[]>([]);
  const all = list.value && withSigned(list.value, signed);
  // One can assess without these: candidates and proposals are a help. They are waited for all the same: what comes
  // later would move the fields while somebody presses them.
  const debrief = useRead(useCallback(() => assess.debrief(sessionId), [assess, sessionId]));
  const reader = useRead(useCallback(() => assess.reader(), [assess]));
  const trouble = rubrics.trouble ?? list.trouble;
  const again = () => {
    rubrics.again();
    list.again();
  };
  const isThere = ({ rubricId }: Assessment) =>
    !rubrics.value || rubrics.value.some((one) => one.rubricId === rubricId);
  const rubricId = chosen ?? (all && ownNewest(all.filter(isThere)));
  const [first] = rubrics.value ?? [];
  const only = rubrics.value?.length === 1 ? first?.rubricId : undefined;
  const wanted = rubricId ?? only;
  return (
    <AsideFrame title="Assess" onClose={onClose}>
      <div className="aside-body" tabIndex={0} role="group" aria-label="Your assessment">
        {trouble && (
          <TroubleNote trouble={trouble}>
            <TryAgain trouble={trouble} onClick={again} />
          </TroubleNote>
        )}
        {!rubrics.value || !all ? (
          !trouble && (
            <p role="status" className="quiet">
              One moment…
            </p>
          )
        ) : (
          <>
            <RubricChoice rubrics={rubrics.value} value={wanted} onChange={setChosen} />
            {wanted ? (
              <OneRubric
                key={wanted}
                rubricId={wanted}
                api={assess}
                session={session}
                names={names}
                state={state}
                jump={jump}
                onReading={onReading}
                all={all}
                ready={debrief.settled && reader.settled}
                items={debrief.value?.items ?? NONE}
                reader={reader}
                onSigned={(one) => {
                  setSigned((before) => [...before, one]);
                  list.again();
                }}
              />
            ) : (
              <p className="quiet">
                Choose the rubric by which you assess. What you choose is saved as you go, and nobody else
                sees it before you sign.
              </p>
            )}
            {signedByGone(all, rubrics.value).map((own) => (
              <SignedView key={own.rubricId} {...{ session, names, state, jump, own }} rubric={undefined} />
            ))}
          </>
        )}
      </div>
    </AsideFrame>
  );
}

/** The rubric of the caller's newest assessment. */
function ownNewest(all: readonly Assessment[]): string | undefined {
  const when = ({ updatedAt, createdAt }: Assessment) => (updatedAt ?? createdAt).getTime();
  return all.filter(({ own }) => own).sort((a, b) => when(b) - when(a))[0]?.rubricId;
}

/** What the caller signed by rubrics that are not there any more, each in its newest version. */
function signedByGone(all: readonly Assessment[], rubrics: readonly RubricSummary[]): Assessment[] {
  const gone = all.filter((one) => one.own && !rubrics.some(({ rubricId }) => rubricId === one.rubricId));
  return [...new Set(gone.map(({ rubricId }) => rubricId))].flatMap((rubricId) => {
    const signed = newestSigned(gone.filter((one) => one.rubricId === rubricId));
    return signed ? [signed] : [];
  });
}

interface ChoiceProps {
  rubrics: readonly RubricSummary[];
  value: string | undefined;
  onChange: (rubricId: string) => void;
}

function RubricChoice({ rubrics, value, onChange }: ChoiceProps) {
  if (rubrics.length === 0) return <NoRubric />;
  return (
    <label className="rubric-choice">
      Rubric
      <select value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)}>
        {value === undefined && <option value="">Choose one</option>}
        {rubrics.map(({ rubricId, title, criterionCount }) => (
          <option key={rubricId} value={rubricId}>
            {title} ({count(criterionCount, 'criterion').replace('criterions', 'criteria')})
          </option>
        ))}
      </select>
    </label>
  );
}
