import type { Assessment, DebriefItem } from '@viva/client';
import { useCallback, useMemo, useState } from 'react';
import '../styles/debrief.css';
import '../styles/review.css';
import '../styles/assess.css';
import { AsideFrame } from '../faculty/AsideFrame';
import type { PanelProps } from '../faculty/panel';
import { useRead } from '../faculty/useRead';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { assessApi } from './assessApi';
import { GonePart } from './GonePart';
import { OneRubric } from './OneRubric';
import { RubricChoice } from './RubricChoice';
import { withSigned } from './signed';

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
            {wanted && (
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
            )}
            <GonePart {...{ session, names, state, jump, all }} rubrics={rubrics.value} />
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
