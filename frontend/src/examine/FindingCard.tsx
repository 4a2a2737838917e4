import { Shown } from '../media/Shown';
import { timeOfDay } from '../time/words';
import type { Finding } from './findings';
import { resultOf, titleOf } from './findingWords';

/** A finding, marked as what it is: nobody said it. */
export function FindingCard({ finding, patient }: { finding: Finding; patient: string }) {
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
        <time dateTime={new Date(at).toISOString()}>{timeOfDay(at)}</time>
      </span>
    </article>
  );
}
