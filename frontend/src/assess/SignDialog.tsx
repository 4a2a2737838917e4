import { useState } from 'react';
import type { Trouble } from '../api/problems';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TroubleNote } from '../ui/TroubleNote';
import type { AssessmentDraft } from './draft';

interface Props {
  draft: AssessmentDraft;
  version: number;
  onSigned: () => void;
  onClose: () => void;
}

export function SignDialog({ draft, version, onSigned, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const sign = async () => {
    setBusy(true);
    setTrouble(undefined);
    const refused = await draft.sign();
    setBusy(false);
    if (refused) return setTrouble(refused);
    onSigned();
  };
  return (
    <Dialog title="Sign this assessment?" onClose={onClose}>
      <p>
        Once signed it cannot be changed, and the student may read it when the debrief is released.
        {version === 1 && ' Then you see what others chose, and they see what you chose.'}
      </p>
      {trouble && <TroubleNote trouble={trouble} />}
      <div className="actions">
        <Button look="primary" disabled={busy} onClick={() => void sign()}>
          {busy ? 'Signing…' : 'Sign for good'}
        </Button>
        <Button data-safe onClick={onClose}>
          Not yet
        </Button>
      </div>
    </Dialog>
  );
}
