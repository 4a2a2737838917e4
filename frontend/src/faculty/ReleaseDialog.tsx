import { useState, type ReactNode } from 'react';
import { AskDialog } from './AskDialog';
import { facultyTrouble } from './words';

interface Props {
  title: string;
  /** Whether the answers go with it, until somebody chooses. */
  answers: boolean;
  release: (answers: boolean) => Promise<void>;
  onClose: () => void;
  /** Who can read what from then on. */
  children: ReactNode;
  /** What else decides whether they see the answers. */
  more?: string;
}

/** Asks before students read what was learned, and whether also what was not. */
export function ReleaseDialog({ title, answers, release, onClose, children, more }: Props) {
  const [chosen, setChosen] = useState<boolean>();
  const withAnswers = chosen ?? answers;
  const [busy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    try {
      await release(withAnswers);
      onClose();
      return undefined;
    } catch (error) {
      setBusy(false);
      return facultyTrouble(error);
    }
  };
  return (
    <AskDialog title={title} verb="Release" doing="Releasing…" act={act} onClose={onClose}>
      <p>{children} What they have read cannot be taken back.</p>
      <label className="check">
        <input
          type="checkbox"
          checked={withAnswers}
          disabled={busy}
          onChange={(event) => setChosen(event.currentTarget.checked)}
        />
        <span>Also what was missed, and what a good plan contains</span>
      </label>
      <p className="quiet">
        It names the dangers to look for and the plan. Leave it out when they, or their group, practise this
        case again. {more}
      </p>
    </AskDialog>
  );
}
