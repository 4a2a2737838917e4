import { useEffect } from 'react';
import type { Trouble } from '../api/problems';
import type { Services } from '../services';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import '../styles/exam.css';
import { Begun } from './Begun';
import { ExamStart } from './ExamStart';
import { canBegin, standingWords, windowWords } from './examWords';
import { useBegun } from './useBegun';
import { useExam } from './useExam';

interface Props {
  services: Services;
  examId: string;
}

/** An exam as its students meet it: when it is open, with whom they speak, and the way in. */
export function ExamScreen({ services, examId }: Props) {
  const { exam, standing, trouble, again } = useExam(examId);
  // Read at once with the exam: nothing to press is there before what stands above it.
  const begun = useBegun(services, examId);
  const title = exam?.title;
  useEffect(() => {
    if (title) document.title = `${title} · Viva`;
  }, [title]);
  return (
    <>
      <p className="eyebrow">Exam</p>
      <h1>{title ?? (trouble ? 'This exam cannot be shown' : 'One moment…')}</h1>
      {trouble && (
        <TroubleNote trouble={inExamWords(trouble)}>
          <TryAgain trouble={trouble} onClick={again} />
        </TroubleNote>
      )}
      {exam && standing && (
        <>
          <dl className="exam-facts">
            <dt>Open</dt>
            <dd>{windowWords(exam)}</dd>
            {exam.group && (
              <>
                <dt>For</dt>
                <dd>{exam.group}</dd>
              </>
            )}
          </dl>
          <p role="status">{standingWords(exam, standing, trouble !== undefined)}</p>
          {begun && (
            <>
              <Begun begun={begun.inTime} />
              {canBegin(exam, standing) && <ExamStart services={services} exam={exam} onChanged={again} />}
              <Begun begun={begun.late} />
            </>
          )}
        </>
      )}
    </>
  );
}

function inExamWords(trouble: Trouble): Trouble {
  if (trouble.status !== 404) return trouble;
  return {
    ...trouble,
    words: 'There is no exam with this link. Check that it is whole, or ask your teacher.',
  };
}
