import type { Read } from '../faculty/useRead';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';

interface Props {
  read: Read<unknown>;
  words?: string;
  /** What it says that there is no such thing. */
  missing?: string;
}

/** Why the service knows nothing of a group: it knows all that could be one. */
export const NO_GROUP = 'This cannot be the name of a group.';

/** What stands in the place of something that is not read yet, or could not be. */
export function Waiting({ read, words = 'One moment…', missing = GONE }: Props) {
  const { value, trouble, again } = read;
  if (trouble) {
    return (
      <TroubleNote trouble={trouble.code === 'not_found' ? { ...trouble, words: missing } : trouble}>
        <TryAgain trouble={trouble} onClick={again} />
      </TroubleNote>
    );
  }
  return value === undefined ? (
    <p role="status" className="quiet">
      {words}
    </p>
  ) : null;
}

const GONE = 'The service does not have this any more. Reload the page.';
