import { AskDialog } from '../faculty/AskDialog';
import type { AssessmentDraft } from './draft';

interface Props {
  draft: AssessmentDraft;
  version: number;
  onClose: () => void;
}

export function SignDialog({ draft, version, onClose }: Props) {
  return (
    <AskDialog
      title="Sign this assessment?"
      verb="Sign for good"
      doing="Signing…"
      act={() => draft.sign()}
      onClose={onClose}
    >
      <p>
        Once signed it cannot be changed, and the student may read it as soon as they may read the debrief.
        {version === 1 && ' Then you see what others who signed chose, and they see what you chose.'}
      </p>
    </AskDialog>
  );
}
