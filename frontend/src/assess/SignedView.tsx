import type { Assessment, Rubric } from '@viva/client';
import { useEffect, useRef } from 'react';
import type { PanelProps } from '../faculty/panel';
import { Button } from '../ui/Button';
import { dayAndTime } from '../time/words';
import { scoreOf } from './compare';
import { pointWords } from './entries';
import { Lines } from './Lines';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'state' | 'jump'> {
  rubric: Rubric;
  own: Assessment;
  /** How often the reader was sent here, as after signing; 0 when they were not. */
  focused: number;
  onAnew: () => void;
}

/** What the rater signed, with the lines that show it. */
export function SignedView({ rubric, own, focused, onAnew, ...lines }: Props) {
  const { signedAt, version, blind, rubricVersion } = own;
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focused > 0) head.current?.focus();
  }, [focused]);
  return (
    <section className="signed" aria-labelledby="signed-title">
      <h3 id="signed-title" tabIndex={-1} ref={head}>
        Signed{signedAt && ` on ${dayAndTime(signedAt)}`}
      </h3>
      <p className="quiet">
        Version {version}, {blind ? 'made blind' : 'made when you could see others’ assessments'}. It stays as
        it is.
        {rubricVersion !== rubric.version && ' The rubric was changed since.'}
      </p>
      <ol className="signed-criteria">
        {rubric.criteria.map((criterion) => {
          const score = scoreOf(own, criterion.id);
          return (
            <li key={criterion.id} className="item">
              <strong>{criterion.title}</strong>
              <p>{pointWords(criterion, score?.value)}</p>
              <Lines {...lines} evidence={score?.evidence ?? []} />
              {score?.comment && (
                <p className="note-text" dir="auto">
                  {score.comment}
                </p>
              )}
            </li>
          );
        })}
      </ol>
      <div>
        <Button onClick={onAnew}>Begin a new version</Button>
      </div>
    </section>
  );
}
