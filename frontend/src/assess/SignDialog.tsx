import { AskDialog } from '../faculty/AskDialog';
import type { AssessmentDraft } from './draft';

interface Props {
  draft: AssessmentDraft;
  version: number;
  onSigned: () => void;
  onClose: () => void;
}

export function SignDialog({ draft, version, onSigned, onClose }: Props) {
  const sign = async () => {
    const refused = await draft.sign();
    if (!refused) onSigned();
    return refused;
  };
  return (
    <AskDialog
      title="Sign this assessment?"
      verb="Sign for good"
      doing="Signing…"
      act={sign}
      onClose={onClose}
    >
      <p>
        Once signed it cannot be changed, and the student may read it as soon as they may read the debrief.
        {version === 1 && ' Then you see what others who signed chose, and they see what you chose.'}
      </p>
    </AskDialog>
  );
}
