import { Shown } from '../media/Shown';
import { TimeOfDay } from '../time/TimeOfDay';
import type { Finding } from './findings';
import { resultOf, titleOf } from './findingWords';

interface Props {
  finding: Finding;
  patient: string;
}

/** A finding, marked as what it is: nobody said it. What the patient says to it is as the case has it, whatever both speak. */
export function FindingCard({ finding, patient }: Props) {
  const { examination, itemId, at } = finding;
  const { outcome, reply, media = [] } = examination;
  return (
    <article className={`finding ${outcome}`} data-item={itemId}>
      <span className="name">Examined</span>
      <div className="words">
        <p className="finding-title">{titleOf(examination)}</p>
        <p>{resultOf(examination)}</p>
        {reply && (
          <p className="reply" dir="auto">
            {patient}: “{reply}”
          </p>
        )}
        <Shown media={media} />
      </div>
      <span className="stamp">
        <TimeOfDay at={at} />
      </span>
    </article>
  );
}
