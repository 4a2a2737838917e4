import { useEffect, useState } from 'react';
import type { Trouble } from '../api/problems';
import { dateAndTime, facultyTrouble } from '../faculty/words';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TroubleNote } from '../ui/TroubleNote';
import type { ReviewApi } from './reviewApi';

interface Props {
  api: Pick<ReviewApi, 'release' | 'audit'>;
  who: string;
  /** While it is open, the student cannot read it yet. */
  ended: boolean;
}

interface Released {
  readonly at: Date;
  /** Undefined of an earlier release: the trail says that there was one, and not what it held. */
  readonly answers?: boolean;
}

/** Whether the student may read the debrief, and the way to let them. */
export function ReleasePart({ api, who, ended }: Props) {
  const [released, setReleased] = useState<Released>();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    let here = true;
    api.audit().then(
      ({ entries }) => {
        const last = entries.find(({ action }) => action === 'release');
        if (here && last) setReleased((now) => now ?? { at: last.at });
      },
      () => undefined, // It can be released all the same.
    );
    return () => {
      here = false;
    };
  }, [api]);
  return (
    <div className="release">
      <p role="status">{releasedWords(released, who)}</p>
      <Button onClick={() => setAsking(true)}>{released ? 'Release again' : 'Release to the student'}</Button>
      {asking && (
        <ReleaseDialog
          api={api}
          who={who}
          ended={ended}
          answers={released?.answers ?? false}
          onReleased={setReleased}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

export function releasedWords(released: Released | undefined, who: string): string {
  if (!released) return `Nobody has released it to ${who} by hand.`;
  const when = dateAndTime(released.at);
  if (released.answers === undefined) return `Released to ${who} on ${when}.`;
  return released.answers
    ? `Released to ${who} on ${when}, with what the encounter did not bring to light.`
    : `Released to ${who} on ${when}, without what the encounter did not bring to light.`;
}

interface DialogProps extends Props {
  answers: boolean;
  onReleased: (released: Released) => void;
  onClose: () => void;
}

function ReleaseDialog({ api, who, ended, answers, onReleased, onClose }: DialogProps) {
  const [withAnswers, setWithAnswers] = useState(answers);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const release = async () => {
    setBusy(true);
    setTrouble(undefined);
    try {
      const { answers: given, releasedAt } = await api.release(withAnswers);
      onReleased({ at: releasedAt, answers: given });
      onClose();
    } catch (error) {
      setTrouble(await facultyTrouble(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Release the debrief?" onClose={onClose}>
      <p>
        {who} can then read what was learned, with the lines that show it
        {ended ? ', at once' : ', as soon as the encounter is over'}. What they have read cannot be taken
        back.
      </p>
      <label className="check">
        <input
          type="checkbox"
          checked={withAnswers}
          onChange={(event) => setWithAnswers(event.currentTarget.checked)}
        />
        <span>Also what was missed, and what a good plan contains</span>
      </label>
      <p className="quiet">
        It names the dangers to look for and the plan. Leave it out when they, or their group, practise this
        case again.
      </p>
      {trouble && <TroubleNote trouble={trouble} />}
      <div className="actions">
        <Button look="primary" disabled={busy} onClick={() => void release()}>
          {busy ? 'Releasing…' : 'Release'}
        </Button>
        <Button data-safe onClick={onClose}>
          Not yet
        </Button>
      </div>
    </Dialog>
  );
}
