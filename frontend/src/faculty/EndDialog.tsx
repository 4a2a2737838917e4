import type { Session } from '@viva/client';
import type { FacultyApi } from './api';
import { AskDialog } from './AskDialog';
import { facultyTrouble, nameOf } from './words';

interface Props {
  api: Pick<FacultyApi, 'end'>;
  session: Session;
  onClose: () => void;
}

export function EndDialog({ api, session, onClose }: Props) {
  const act = async () => {
    try {
      await api.end(session.sessionId);
      onClose(); // The event stream shows the end.
      return undefined;
    } catch (error) {
      return facultyTrouble(error);
    }
  };
  return (
    <AskDialog
      title="End this encounter?"
      verb="End encounter"
      doing="Ending…"
      no="Let it go on"
      act={act}
      onClose={onClose}
    >
      <p>
        {nameOf(session)} cannot go on with it: a call is hung up, and nothing more is said. What was said
        stays saved.
      </p>
    </AskDialog>
  );
}
