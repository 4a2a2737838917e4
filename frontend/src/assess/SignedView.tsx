import type { Assessment, Rubric } from '@viva/client';
import { useEffect, useRef } from 'react';
import type { PanelProps } from '../faculty/panel';
import { Button } from '../ui/Button';
import { dayAndTime } from '../time/words';
import { Lines } from './Lines';
import { SignedScores } from './SignedScores';

interface Props extends Pick<PanelProps, 'session' | 'names' | 'state' | 'jump'> {
  /** As it is now; undefined where it is not there any more. */
  rubric: Rubric | undefined;
  own: Assessment;
  /** How often the reader was sent here, as after signing; 0 when they were not. */
  focused?: number;
  /** Absent where nobody can assess by the rubric any more. */
  onAnew?: () => void;
}

/** What the rater signed, with the lines that show it. */
export function SignedView({ rubric, own, focused = 0, onAnew, ...lines }: Props) {
  const { signedAt, version, blind, rubricId } = own;
  const title = rubric ? 'signed-title' : `signed-title-${rubricId}`;
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focused > 0) head.current?.focus();
  }, [focused]);
  return (
    <section className="signed" aria-labelledby={title}>
      <h3 id={title} tabIndex={-1} ref={head}>
        {!rubric && `${rubricId}: `}Signed{signedAt && ` on ${dayAndTime(signedAt)}`}
      </h3>
      <p className="quiet">
        Version {version}, {blind ? 'made blind' : 'made when you could see others’ assessments'}. It stays as
        it is.
      </p>
      <SignedScores
        assessment={own}
        rubric={rubric}
        className="signed-criteria"
        lines={(evidence) => <Lines {...lines} evidence={evidence} />}
      />
      {onAnew && (
        <div>
          <Button onClick={onAnew}>Begin a new version</Button>
        </div>
      )}
    </section>
  );
}
