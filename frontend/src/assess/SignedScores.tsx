import type { Assessment, Rubric } from '@viva/client';
import type { ReactNode } from 'react';
import { rubricWords, signedScores } from './signed';

interface Props {
  assessment: Assessment;
  /** As it is now; undefined where it is not there any more. */
  rubric: Rubric | undefined;
  className?: string;
  /** The lines that show a criterion. */
  lines: (evidence: readonly string[]) => ReactNode;
}

/** What was signed, in the words of its rubric where those are the words that the rater read. */
export function SignedScores({ assessment, rubric, className, lines }: Props) {
  const changed = rubricWords(assessment, rubric);
  return (
    <>
      {changed && <p className="note">{changed}</p>}
      <ol className={className}>
        {signedScores(assessment, rubric).map(({ id, title, chosen, evidence, comment }) => (
          <li key={id} className="item">
            <strong>{title}</strong>
            <p>{chosen}</p>
            {lines(evidence)}
            {comment && (
              <p className="note-text" dir="auto">
                {comment}
              </p>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
