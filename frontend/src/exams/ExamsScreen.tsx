import { systemClock, type Exam } from '@viva/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import '../styles/assess.css';
import '../styles/exams.css';
import type { FacultyApi } from '../faculty/api';
import type { CaseBook } from '../faculty/cases';
import { tabAttention } from '../faculty/attention';
import { useNow } from '../faculty/useNow';
import { useRead } from '../faculty/useRead';
import { count } from '../time/words';
import { Button } from '../ui/Button';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { ExamCard } from './ExamCard';
import { ExamForm } from './ExamForm';
import { examsApi } from './examsApi';
import type { ListedExams } from './pages';
import { readAgain } from './readAgain';
import { withChanges, type Change } from './withChanges';

const NONE = { changes: [] };

/** The exams: set one, give its link to students, see who takes it, release it. */
export function ExamsScreen({ api, book }: { api: FacultyApi; book: CaseBook }) {
  const exams = useMemo(() => examsApi(api.configuration), [api]);
  /** How many pages of the list are read. */
  const pages = useRef(1);
  const read = useRead(useCallback(() => exams.list(pages.current), [exams]));
  const { trouble, again } = read;
  const [wanted, setWanted] = useState(1);
  /** What was answered since the list was read; one that was read later has it. */
  const [known, setKnown] = useState<{ since?: ListedExams | undefined; changes: readonly Change[] }>(NONE);
  const changes = known.since === read.value ? known.changes : [];
  const value = read.value || changes.length > 0 ? withChanges(read.value?.exams ?? [], changes) : undefined;
  const [setting, setSetting] = useState(false);
  const [fresh, setFresh] = useState<Exam>();
  /** How often the form was left without an exam: the focus goes back to where it came from. */
  const [left, setLeft] = useState(0);
  const now = useNow();
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => readAgain(systemClock, tabAttention, () => latest.current), []);
  const setButton = useRef<HTMLButtonElement>(null);
  const leaveForm = () => {
    setSetting(false);
    setLeft(left + 1);
  };
  useEffect(() => {
    if (left > 0) setButton.current?.focus();
  }, [left]);
  const changed = (change: Change) => {
    // A list may have come while this was asked for; none that was asked for before comes later.
    const since = latest.current.value;
    setKnown((before) => ({
      since,
      changes: [...(before.since === since ? before.changes : []), change],
    }));
    again();
  };
  const wasSet = (exam: Exam) => {
    setFresh(exam);
    setSetting(false);
    changed({ exam, set: true });
  };
  const readMore = (have: number) => {
    pages.current = have + 1;
    setWanted(have + 1);
    again();
  };
  return (
    <>
      <h1>Exams</h1>
      <p>
        One case and patient for a window of time, one attempt for each student. They read nothing of it until
        you release it, and the conversation shows a code in place of their name.
      </p>
      {!setting && (
        <Button look="primary" ref={setButton} onClick={() => setSetting(true)}>
          Set an exam
        </Button>
      )}
      {setting && <ExamForm api={exams} book={book} onSet={wasSet} onClose={leaveForm} />}
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={again} />
        </TroubleNote>
      )}
      <p role="status" className={value?.length === 0 ? 'empty-board' : 'quiet'}>
        {fresh
          ? `Set: ${fresh.title}. Give its students the link.`
          : value
            ? summary(value.length, read.value?.more)
            : trouble
              ? ''
              : 'One moment…'}
      </p>
      {value && value.length > 0 && (
        <ul className="exams">
          {value.map((listed) => (
            <li key={listed.exam.examId}>
              <ExamCard
                api={exams}
                listed={listed}
                names={namesOf(book, listed.exam)}
                now={now}
                fresh={listed.exam.examId === fresh?.examId}
                onReleased={(exam) => changed({ exam, set: false })}
              />
            </li>
          ))}
        </ul>
      )}
      {read.value?.more && (
        <More
          reading={!trouble && wanted > read.value.pages}
          onMore={() => readMore(read.value?.pages ?? 1)}
        />
      )}
    </>
  );
}

function namesOf(book: CaseBook, { scenarioId, personaId, roleId }: Exam) {
  // Faculty see both also before it opens.
  if (!scenarioId || !personaId) return undefined;
  return book.names({ scenarioId, personaId, ...(roleId && { roleId }) });
}

function More({ reading, onMore }: { reading: boolean; onMore: () => void }) {
  return (
    <div>
      <Button off={reading} onClick={onMore}>
        {reading ? 'One moment…' : 'Show more'}
      </Button>
    </div>
  );
}

/** @param more whether there are older ones */
function summary(exams: number, more = false): string {
  if (exams === 0) return 'No exam was set yet.';
  return more ? `The newest ${exams} exams` : count(exams, 'exam');
}
