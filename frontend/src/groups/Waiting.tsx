import type { Read } from '../faculty/useRead';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';

/** What stands in the place of something that is not read yet, or could not be. */
export function Waiting({ read, words = 'One moment…' }: { read: Read<unknown>; words?: string }) {
  const { value, trouble, again } = read;
  if (trouble) {
    const known =
      trouble.code === 'not_found' ? { ...trouble, words: 'This cannot be the name of a group.' } : trouble;
    return (
      <TroubleNote trouble={known}>
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
