import { useEffect, useMemo } from 'react';
import '../styles/debrief.css';
import '../styles/review.css';
import { DebriefView } from '../debrief/DebriefView';
import { languageOf } from '../debrief/names';
import { scriptOf } from '../encounter/phases';
import { shownLines } from '../encounter/shown';
import { AsideFrame } from '../faculty/AsideFrame';
import type { PanelProps } from '../faculty/panel';
import { inFacultyWords, nameOf } from '../faculty/words';
import { DebriefReader } from '../learn/debriefReader';
import { OwnReflection } from '../learn/ReflectionForm';
import { useOpenOnPaper } from '../learn/useOpenOnPaper';
import { Button } from '../ui/Button';
import { useStore } from '../ui/store';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { FidelityPart } from './FidelityPart';
import { panelNames } from './panelNames';
import { ReleasePart } from './ReleasePart';
import { reviewApi } from './reviewApi';

/** What an encounter shows of its case, beside its lines, with what only faculty see; and its release. */
export function DebriefPanel({ api, session, names: subject, state, jump, onClose }: PanelProps) {
  const { sessionId, participant } = session;
  const review = useMemo(() => reviewApi(api.configuration, sessionId), [api, sessionId]);
  const reader = useMemo(() => new DebriefReader({ ...review, reflect: never }), [review]);
  const { state: debrief, reflection } = useStore(reader.store);
  const names = useMemo(() => panelNames(subject), [subject]);
  const { conversation } = state;
  const { state: now } = conversation;
  const entries = useMemo(
    () => scriptOf(shownLines(conversation), conversation.findings, conversation.phases.values()),
    [conversation],
  );
  useEffect(() => {
    void reader.read();
  }, [reader, now]);
  useEffect(() => () => reader.stop(), [reader]);
  useOpenOnPaper('.aside details');
  const tools = (
    <>
      {now !== 'closed' && <Button onClick={() => void reader.read()}>Read again</Button>}
      <Button icon="print" onClick={() => print()}>
        Print
      </Button>
    </>
  );
  return (
    <AsideFrame title="Debrief" tools={tools} onClose={onClose}>
      <div className="aside-body" tabIndex={0} role="group" aria-label="Debrief, with what only faculty see">
        <p role="status" className={debrief.kind === 'reading' ? 'quiet' : 'visually-hidden'}>
          {debrief.kind === 'reading'
            ? 'One moment…'
            : debrief.kind === 'shown'
              ? 'The debrief is there.'
              : ''}
        </p>
        {debrief.kind === 'trouble' && (
          <TroubleNote trouble={inFacultyWords(debrief.trouble)}>
            <TryAgain trouble={debrief.trouble} onClick={() => void reader.read()} />
          </TroubleNote>
        )}
        {debrief.kind === 'shown' && (
          <>
            <ReleasePart
              api={review}
              who={participant?.name ? nameOf(session) : 'the student'}
              ended={now === 'closed'}
            />
            {reflection && (
              <section className="items" aria-labelledby="own-reflection">
                <h3 id="own-reflection">The student’s own judgement</h3>
                <OwnReflection reflection={reflection} />
              </section>
            )}
            <DebriefView
              debrief={debrief.debrief}
              entries={entries}
              names={names}
              languages={session}
              onShow={jump.show}
            />
            {debrief.debrief.fidelity && (
              <FidelityPart
                fidelity={debrief.debrief.fidelity}
                names={names}
                language={languageOf('patient', session)}
                onShow={jump.show}
              />
            )}
          </>
        )}
      </div>
    </AsideFrame>
  );
}

function never(): Promise<never> {
  return Promise.reject(new Error('A reflection is the student’s own.'));
}
