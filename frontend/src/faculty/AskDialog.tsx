import { useState, type ReactNode } from 'react';
import type { Trouble } from '../api/problems';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TroubleNote } from '../ui/TroubleNote';

interface Props {
  title: string;
  /** On the button, as it waits to be pressed and as it works: `Release`, `Releasing…`. */
  verb: string;
  doing: string;
  /** On the button that changes nothing. */
  no?: string;
  /** Answers why it could not be done; undefined when it is, and then whoever asked goes on. */
  act: () => Promise<Trouble | undefined>;
  onClose: () => void;
  children: ReactNode;
}

/** A question before something that cannot be taken back. What changes nothing has the focus. */
export function AskDialog({ title, verb, doing, no = 'Not yet', act, onClose, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const press = async () => {
    setBusy(true);
    setTrouble(undefined);
    setTrouble(await act());
    setBusy(false);
  };
  return (
    <Dialog title={title} busy={busy} onClose={onClose}>
      {children}
      {trouble && <TroubleNote trouble={trouble} />}
      <div className="actions">
        <Button look="primary" disabled={busy} onClick={() => void press()}>
          {busy ? doing : verb}
        </Button>
        <Button data-safe disabled={busy} onClick={onClose}>
          {no}
        </Button>
      </div>
    </Dialog>
  );
}
