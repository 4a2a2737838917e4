import type { Assessment, Rubric } from '@viva/client';
import { useMemo, useState } from 'react';
import { tabStorage } from '../faculty/tabStorage';
import { Button } from '../ui/Button';
import { keptWords } from './draftWords';
import { KeptDraft } from './keptDraft';

interface Props {
  sessionId: string;
  rubric: Rubric;
  signed: Assessment;
  onDiscarded: () => void;
}

/** Beside what is signed: that this tab has choices that are not stored. */
export function KeptNote({ sessionId, rubric, signed, onDiscarded }: Props) {
  const tab = useMemo(
    () => new KeptDraft(tabStorage(), sessionId, rubric.rubricId),
    [sessionId, rubric.rubricId],
  );
  const [kept, setKept] = useState(() => tab.readBeside(rubric, signed));
  if (!kept) return null;
  const discard = () => {
    tab.forget();
    setKept(undefined);
    onDiscarded();
  };
  return (
    <div className="note">
      {/* An alert: the focus goes to the heading after it. */}
      <div>
        <p role="alert">{keptWords(kept, signed.version)}</p>
        <div className="actions">
          <Button onClick={discard}>Discard</Button>
        </div>
      </div>
    </div>
  );
}
