import type { Trouble } from '../api/problems';
import { isLoginTrouble } from '../identity/loginError';
import { Button } from '../ui/Button';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';

interface Props {
  trouble: Trouble;
  onAgain: () => void;
  /** Leads to the way in; absent for who came by a link. */
  onSignIn?: (trouble: Trouble) => void;
}

/** Why an encounter is not shown, or no more of it comes, and what to do about it. */
export function FollowTrouble({ trouble, ...ways }: Props) {
  // The page tries again by itself, and not before the service wants it.
  if (trouble.code === 'too_many_streams') return <TroubleNote trouble={trouble} />;
  return (
    <TroubleNote trouble={trouble}>
      <WayOn trouble={trouble} {...ways} />
    </TroubleNote>
  );
}

/** Another try; also another login, where the login may be what is wrong. */
export function WayOn({ trouble, onAgain, onSignIn }: Props) {
  return (
    <>
      <TryAgain trouble={trouble} onClick={onAgain} />
      {onSignIn && (trouble.status === 401 || isLoginTrouble(trouble)) && (
        <Button onClick={() => onSignIn(trouble)}>Sign in again</Button>
      )}
    </>
  );
}
