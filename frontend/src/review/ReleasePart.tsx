import type { DebriefReleaseState } from '@viva/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ReleaseDialog } from '../faculty/ReleaseDialog';
import { useRead, type Read } from '../faculty/useRead';
import { Button } from '../ui/Button';
import { dayAndTime } from '../time/words';
import { Awaited } from '../ui/TroubleNote';
import type { ReviewApi } from './reviewApi';

interface Props {
  api: Pick<ReviewApi, 'release' | 'released'>;
  who: string;
  /** While it is open, the student cannot read it yet. */
  ended: boolean;
}

type Release = Pick<DebriefReleaseState, 'releasedAt' | 'answers'>;

/** Whether the student may read the debrief, and the way to let them. */
export function ReleasePart({ api, who, ended }: Props) {
  const read = useRead(useCallback(() => api.released(), [api]));
  /** What was answered since it was read. */
  const [latest, setLatest] = useState<{ since: Release | undefined; release: Release }>();
  const [asking, setAsking] = useState(false);
  const release = latest && latest.since === read.value ? latest.release : read.value;
  const current = useRef(read.value);
  useEffect(() => {
    current.current = read.value;
  });
  const ask = () => {
    read.again(); // Somebody else may have released it since.
    setAsking(true);
  };
  const releaseIt = async (answers: boolean) => {
    try {
      const released = await api.release(answers);
      setLatest({ since: current.current, release: released });
      read.again(); // In place of one that was asked for before.
    } catch (error) {
      read.again(); // It may stand, though its answer was lost.
      throw error;
    }
  };
  return (
    <div className="release">
      <ReleaseState read={read} release={release} who={who} onAsk={ask} />
      {asking && (
        <ReleaseDialog
          title="Release the debrief?"
          answers={release?.answers ?? false}
          release={releaseIt}
          onClose={() => setAsking(false)}
          more="Where this service shows it with every debrief, they see it all the same, except after an exam."
        >
          {who} can then read what was learned, with the lines that show it
          {ended ? ', at once' : ', as soon as the encounter is over'}.
          {release?.answers &&
            ' They can read what was missed already: if you leave the box below empty, they no longer can.'}
        </ReleaseDialog>
      )}
    </div>
  );
}

interface StateProps {
  read: Read<unknown>;
  release: Release | undefined;
  who: string;
  onAsk: () => void;
}

/** Nobody releases before it is known what was: a release without the answers takes back those of an earlier one. */
export function ReleaseState({ read: { trouble, again }, release, who, onAsk }: StateProps) {
  if (release)
    return (
      <>
        <p role="status">{releasedWords(release, who)}</p>
        <Button onClick={onAsk}>{release.releasedAt ? 'Release again' : 'Release to the student'}</Button>
      </>
    );
  const unknown = `Viva could not find out whether it was released to ${who}.`;
  return <Awaited trouble={trouble} unknown={unknown} again={again} />;
}

function releasedWords({ releasedAt, answers }: Release, who: string): string {
  if (!releasedAt) return `Nobody has released it to ${who} by hand.`;
  const when = dayAndTime(releasedAt);
  return answers
    ? `Released to ${who} on ${when}, with what the encounter did not bring to light.`
    : `Released to ${who} on ${when}. What the encounter did not bring to light was not released with it.`;
}
