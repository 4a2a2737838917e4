import type { Session } from '@viva/client';
import { useState } from 'react';
import type { Trouble } from '../api/problems';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TroubleNote } from '../ui/TroubleNote';
import type { FacultyApi } from './api';
import { facultyTrouble, nameOf } from './words';

interface Props {
  api: Pick<FacultyApi, 'end'>;
  session: Session;
  onClose: () => void;
}

export function EndDialog({ api, session, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const end = async () => {
    setBusy(true);
    setTrouble(undefined);
    try {
      await api.end(session.sessionId);
      onClose(); // The event stream shows the end.
    } catch (error) {
      setTrouble(await facultyTrouble(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="End this encounter?" busy={busy} onClose={onClose}>
      <p>
        {nameOf(session)} cannot go on with it: a call is hung up, and nothing more is said. What was said
        stays saved.
      </p>
      {trouble && <TroubleNote trouble={trouble} />}
      <div className="actions">
        <Button look="primary" disabled={busy} onClick={() => void end()}>
          {busy ? 'Ending…' : 'End encounter'}
        </Button>
        <Button data-safe disabled={busy} onClick={onClose}>
          Let it go on
        </Button>
      </div>
    </Dialog>
  );
}
