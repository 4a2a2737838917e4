import { useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import { href } from '../ui/route';
import { TroubleNote } from '../ui/TroubleNote';
import type { StayTrouble } from './logOut';
import type { Login } from './useLogin';

interface Props {
  login: Login;
  /** In place of the login's own: keeps what is chosen until the student is back. */
  logIn?: Login['logIn'];
  /** Whether a button beside it leads to the login. */
  besideButton?: boolean;
  /** Nobody logs out now: what is on its way is theirs. */
  fixed?: boolean;
}

/** Who practises, and the way in and out. Nothing where there is no identity provider. */
export function LoginLine({ login, logIn = login.logIn, besideButton = false, fixed = false }: Props) {
  const [failed, setFailed] = useState<Trouble>();
  if (!login.on) return null;
  const trouble: StayTrouble | undefined = failed ?? login.trouble;
  const leave = () => {
    setFailed(undefined);
    logIn().catch(async (error: unknown) => setFailed(await troubleOf(error)));
  };
  return (
    <div className="login">
      {trouble && (
        <TroubleNote trouble={trouble}>
          {(trouble.refused ?? []).length > 0 &&
            trouble.refused?.map(({ sessionId, name }) => (
              <a key={sessionId} className="button" href={href('ended', sessionId)}>
                {name}
              </a>
            ))}
        </TroubleNote>
      )}
      {login.state !== 'out' ? (
        <p role="status">
          {/* In the row that it will have: what stands below would move under a press. */}
          {login.state === 'checking' && 'Checking your login…'}
          {login.state === 'in' && (
            <>
              You practise as <strong>{login.name ?? 'a student of your institution'}</strong>.{' '}
              <button type="button" className="link" disabled={fixed} onClick={() => void login.logOut()}>
                Log out
              </button>
            </>
          )}
        </p>
      ) : (
        <p>
          {login.needed
            ? 'You practise under your own name here: log in with your institution first. '
            : 'To have your encounters under your own name, log in first. '}
          {!(besideButton && login.needed) && (
            <button type="button" className="link" onClick={leave}>
              Log in
            </button>
          )}
        </p>
      )}
    </div>
  );
}
