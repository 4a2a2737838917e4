import type { Exam, ExamAttempt, ExamWithAttempts } from '@viva/client';
import { useState } from 'react';
import { standingOf, windowWords, type Standing } from '../exam/examWords';
import type { Names } from '../faculty/cases';
import { CopyLink } from '../faculty/CopyLink';
import { ReleaseDialog } from '../faculty/ReleaseDialog';
import { HREF } from '../faculty/route';
import { count, dayAndTime } from '../time/words';
import { Button } from '../ui/Button';
import type { ExamsApi } from './examsApi';
import { examLink } from './newExam';

interface Props {
  api: Pick<ExamsApi, 'release'>;
  listed: ExamWithAttempts;
  /** Of its case and patient. */
  names: Names | undefined;
  /** By the service's clock. */
  now: number;
  /** It was set just now. */
  fresh: boolean;
  onReleased: (exam: Exam) => void;
}

const STANDING: Record<Standing, string> = { early: 'Not open yet', open: 'Open now', over: 'Over' };

const STATE: Record<ExamAttempt['state'], string> = {
  open: 'Under way',
  ended: 'Just ended',
  closed: 'Handed in',
};

/** One exam: its window, the link for its students, who has taken it, and its release. */
export function ExamCard({ api, listed: { exam, attempts }, names, now, fresh, onReleased }: Props) {
  const [asking, setAsking] = useState(false);
  const { examId, title, group, releasedAt, answers = false } = exam;
  const standing = standingOf(exam, now);
  return (
    <article className="exam" aria-labelledby={examId}>
      <header>
        <h2 id={examId} tabIndex={-1}>
          {title}
        </h2>
        <span className={`standing ${standing}`}>{STANDING[standing]}</span>
      </header>
      <p>
        {windowWords(exam)}
        {group && (
          <>
            {' · '}
            <a href={HREF.group(group)}>{group}</a>
          </>
        )}
      </p>
      {names && (
        <p className="quiet">
          <span className="code">{names.code}</span> {names.title} · {names.patient}
          {names.speaker && <>, {names.speaker} speaks</>}
        </p>
      )}
      <CopyLink
        label="Link for the students"
        about={title}
        address={examLink(location.origin, examId)}
        selected={fresh}
      />
      <Attempts attempts={attempts} title={title} />
      <div className="release">
        <p role="status">
          {releasedAt
            ? releasedWords(releasedAt, answers)
            : 'Not released to all: a student reads their attempt only if it was released alone.'}
        </p>
        <Button onClick={() => setAsking(true)}>
          {releasedAt ? 'Release again' : 'Release to the students'}
          <span className="visually-hidden">: {title}</span>
        </Button>
      </div>
      {asking && (
        <ReleaseDialog
          title={`Release “${title}”?`}
          answers={answers}
          release={async (withAnswers) => onReleased(await api.release(examId, withAnswers))}
          onClose={() => setAsking(false)}
        >
          {releaseWords(attempts.length, standing, exam)}
        </ReleaseDialog>
      )}
    </article>
  );
}

function releasedWords(at: Date, answers: boolean): string {
  const when = `Released to its students on ${dayAndTime(at)}`;
  return answers ? `${when}, with what was missed.` : `${when}. What was missed was not released with it.`;
}

/** What a release does to who may read, and to the releases before it. */
export function releaseWords(
  attempts: number,
  standing: Standing,
  { releasedAt, answers }: Pick<Exam, 'releasedAt' | 'answers'>,
): string {
  const who = attempts === 1 ? 'The one student' : `All ${count(attempts, 'student')}`;
  const read =
    'who took it can then read the conversation, what it shows, and your signed assessments with their comments.';
  return [
    attempts === 0 ? 'Who takes it can then read their attempt as soon as it is closed.' : `${who} ${read}`,
    standing !== 'over' && 'It is not over: who has read can tell those who have not taken it yet.',
    releasedAt &&
      answers &&
      'Students can see what was missed now. If you leave the box below empty, they no longer can.',
    'It counts for each attempt, also for one that was released alone before.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The service lists no more of an exam. */
const MAX_ATTEMPTS = 1_000;

/** By code alone until a teacher asks for the names: who assesses need not know whom. */
function Attempts({ attempts, title }: { attempts: readonly ExamAttempt[]; title: string }) {
  const [named, setNamed] = useState(false);
  if (attempts.length === 0) return <p className="quiet">Nobody has begun it.</p>;
  return (
    <>
      <div className="attempts-head">
        <h3>{count(attempts.length, 'attempt')}</h3>
        <Button aria-pressed={named} onClick={() => setNamed(!named)}>
          Show names<span className="visually-hidden"> of {title}</span>
        </Button>
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={`Attempts at ${title}`}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">Candidate</th>
              {named && <th scope="col">Name</th>}
              <th scope="col">Begun</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map(({ sessionId, code, name, startedAt, state }) => (
              <tr key={sessionId}>
                <th scope="row">
                  <a href={HREF.session(sessionId)}>{code}</a>
                </th>
                {named && <td dir="auto">{name}</td>}
                <td>{dayAndTime(startedAt)}</td>
                <td>{STATE[state]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {attempts.length >= MAX_ATTEMPTS && (
        <p className="quiet">
          No more than the first {MAX_ATTEMPTS} by code are listed; there may be others.
        </p>
      )}
    </>
  );
}
