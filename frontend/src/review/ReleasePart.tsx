import { useEffect, useState } from 'react';
import { ReleaseDialog } from '../faculty/ReleaseDialog';
import { Button } from '../ui/Button';
import { dayAndTime } from '../time/words';
import type { ReviewApi } from './reviewApi';

interface Props {
  api: Pick<ReviewApi, 'release' | 'released'>;
  who: string;
  /** While it is open, the student cannot read it yet. */
  ended: boolean;
}

interface Released {
  readonly at: Date;
  readonly answers: boolean;
}

/** Whether the student may read the debrief, and the way to let them. */
export function ReleasePart({ api, who, ended }: Props) {
  const [released, setReleased] = useState<Released>();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    let here = true;
    api.released().then(
      ({ releasedAt: at, answers = false }) => {
        if (here && at) setReleased((now) => now ?? { at, answers });
      },
      () => undefined, // It can be released all the same.
    );
    return () => {
      here = false;
    };
  }, [api]);
  const release = async (withAnswers: boolean) => {
    const { answers, releasedAt } = await api.release(withAnswers);
    setReleased({ at: releasedAt, answers });
  };
  return (
    <div className="release">
      <p role="status">{releasedWords(released, who)}</p>
      <Button onClick={() => setAsking(true)}>{released ? 'Release again' : 'Release to the student'}</Button>
      {asking && (
        <ReleaseDialog
          title="Release the debrief?"
          answers={released?.answers ?? false}
          release={release}
          onClose={() => setAsking(false)}
        >
          {who} can then read what was learned, with the lines that show it
          {ended ? ', at once' : ', as soon as the encounter is over'}.
        </ReleaseDialog>
      )}
    </div>
  );
}

export function releasedWords(released: Released | undefined, who: string): string {
  if (!released) return `Nobody has released it to ${who} by hand.`;
  const when = dayAndTime(released.at);
  return released.answers
    ? `Released to ${who} on ${when}, with what the encounter did not bring to light.`
    : `Released to ${who} on ${when}. What the encounter did not bring to light was not released with it.`;
}
