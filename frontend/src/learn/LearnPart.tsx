import type { Transcript } from '@viva/client';
import { useEffect, useMemo } from 'react';
import type { Trouble } from '../api/problems';
import { DebriefView } from '../debrief/DebriefView';
import { entriesOf } from '../debrief/entries';
import { MarkedScript } from '../debrief/MarkedScript';
import { languageOf, type Names } from '../debrief/names';
import { useJump } from '../debrief/useJump';
import { calledName, namedBy, patientName } from '../device/speaker';
import type { DeviceSession } from '../device/sessions';
import { WithMedia } from '../media/WithMedia';
import { LineNotes } from '../notes/LineNotes';
import { NoteBook } from '../notes/noteBook';
import { Button } from '../ui/Button';
import { useStore } from '../ui/store';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import '../styles/debrief.css';
import { AssessedPart } from './AssessedPart';
import { DebriefReader, type DebriefState } from './debriefReader';
import { learnApi } from './learnApi';
import { NotSubmitted, OwnReflection, ReflectionForm } from './ReflectionForm';
import { useOpenOnPaper } from './useOpenOnPaper';

interface Props {
  device: DeviceSession;
  transcript: Transcript;
}

/** What there is to learn from an encounter: what was found, beside the transcript with its notes. */
export function LearnPart({ device, transcript }: Props) {
  const { sessionId, grant } = device;
  const api = useMemo(() => learnApi(sessionId, grant), [sessionId, grant]);
  const reader = useMemo(() => new DebriefReader(api), [api]);
  const book = useMemo(() => new NoteBook(api.notes), [api]);
  const { state, reflection, reflectionTrouble } = useStore(reader.store);
  const { trouble: noteTrouble } = useStore(book.store);
  const jump = useJump();
  const [entries, names] = useMemo(
    () => [entriesOf(transcript), namesOf(device, transcript)],
    [transcript, device],
  );
  const closed = transcript.state === 'closed';
  useEffect(() => {
    // Before, the service would only say that lines may still come.
    if (closed) void reader.read();
  }, [reader, closed]);
  useEffect(() => {
    void book.read();
    return () => reader.stop();
  }, [reader, book]);
  useOpenOnPaper('.learn details');
  const reflect = (
    <ReflectionForm
      sessionId={sessionId}
      first={state.kind === 'reflect'}
      submit={(written) => reader.reflect(written)}
    />
  );
  return (
    <div className="learn">
      <section className="found" aria-labelledby="found-title">
        <div className="found-head">
          <h2 id="found-title">What there is to learn</h2>
          {state.kind === 'shown' && (
            <Button icon="print" onClick={() => print()}>
              Print with notes
            </Button>
          )}
        </div>
        <p role="status" className={state.kind === 'shown' ? 'visually-hidden' : 'quiet'}>
          {STATUS[closed ? state.kind : 'settling']}
        </p>
        {state.kind === 'trouble' && (
          <TroubleNote trouble={state.trouble}>
            <TryAgain trouble={state.trouble} onClick={() => void reader.read()} />
          </TroubleNote>
        )}
        {(state.kind === 'withheld' || state.kind === 'exam') && (
          <div>
            <Button onClick={() => void reader.read()}>Look again</Button>
          </div>
        )}
        {state.kind === 'reflect' && reflect}
        {reflection && (
          <section className="items" aria-labelledby="own-reflection">
            <h3 id="own-reflection">Your own judgement</h3>
            <OwnReflection reflection={reflection} />
            <NotSubmitted sessionId={sessionId} reflection={reflection} />
          </section>
        )}
        {state.kind === 'shown' && (
          <DebriefView
            debrief={state.debrief}
            entries={entries}
            names={names}
            languages={transcript}
            onShow={jump.show}
          />
        )}
        {!reflection && (state.kind === 'shown' || state.kind === 'withheld') && (
          <section className="items" aria-labelledby="reflect-title">
            <h3 id="reflect-title">Your own judgement</h3>
            {/* Who has submitted one already must not be asked for another. */}
            {reflectionTrouble ? (
              <TroubleNote trouble={unknownWhether(reflectionTrouble)}>
                <TryAgain trouble={reflectionTrouble} onClick={() => void reader.lookForReflection()} />
              </TroubleNote>
            ) : (
              reflect
            )}
          </section>
        )}
        {/* Last, for it comes later: what stood below would move under a press. */}
        {state.kind === 'shown' && (
          <AssessedPart read={api.assessed} transcript={transcript} names={names} onShow={jump.show} />
        )}
      </section>
      <section className="beside" aria-labelledby="beside-title" tabIndex={0}>
        <h2 id="beside-title">The transcript, and notes on it</h2>
        {noteTrouble && (
          <TroubleNote trouble={noteTrouble}>
            <TryAgain trouble={noteTrouble} onClick={() => void book.again()} />
          </TroubleNote>
        )}
        <p className="quiet">
          Select some words to write a note on them alone. A note is for you alone, unless you say otherwise.
        </p>
        <LineNotes book={book} author="student" sessionId={sessionId} />
        <WithMedia read={api.media}>
          <MarkedScript
            entries={entries}
            names={names}
            languages={transcript}
            jump={jump}
            below={(itemId) => (
              <LineNotes
                book={book}
                author="student"
                sessionId={sessionId}
                itemId={itemId}
                language={languageOf(transcript.turns.find((one) => one.itemId === itemId)?.role, transcript)}
              />
            )}
          />
        </WithMedia>
      </section>
    </div>
  );
}

function unknownWhether(trouble: Trouble): Trouble {
  const words = `Whether you have submitted a reflection could not be read. ${trouble.words}`;
  return { ...trouble, words };
}

const STATUS: Record<DebriefState['kind'], string> = {
  reading: 'Looking for what the encounter shows…',
  settling: 'The last lines may still arrive. The debrief follows in some seconds, by itself.',
  reflect: '',
  withheld:
    'Your teacher releases this debrief, and has not yet. The transcript and your notes are here already.',
  exam: 'This was an exam. You can read it when your teacher releases it.',
  shown: 'The debrief is there.',
  trouble: '',
};

function namesOf(device: DeviceSession, transcript: Transcript): Names {
  const named = namedBy(device, transcript);
  return { student: 'You', answering: calledName(named), patient: patientName(named) };
}
