import { useEffect, useLayoutEffect, useRef, type FormEvent } from 'react';
import { Button } from '../ui/Button';
import { Shell } from '../ui/Shell';
import { useStore } from '../ui/store';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import type { SignIn, SignInState } from './signIn';

interface Props {
  signIn: SignIn;
  state: Exclude<SignInState, { kind: 'in' }>;
}

/** The way in: the faculty key, or the institution's identity provider where there is one. */
export function SignInScreen({ signIn, state }: Props) {
  const { institution } = useStore(signIn.store);
  const field = useRef<HTMLInputElement>(null);
  const trouble = state.kind === 'out' ? state.trouble : undefined;
  const busy = state.kind === 'checking';
  useEffect(() => {
    document.title = 'Sign in · Viva';
  }, []);
  useLayoutEffect(() => {
    if (trouble) field.current?.focus();
  }, [trouble]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (field.current?.value) void signIn.withKey(field.current.value);
  };
  // Nothing to press is there before what stands above it.
  if (institution.kind === 'looking') return <Looking />;
  return (
    <Shell>
      <h1>Faculty</h1>
      <p className="lead">See who is practising, follow encounters and read their transcripts.</p>
      {state.kind === 'out' && state.ended && <p role="status">You are signed out.</p>}
      {trouble && <TroubleNote trouble={trouble} />}
      {institution.kind === 'unknown' && (
        <TroubleNote trouble={institution.trouble}>
          <TryAgain trouble={institution.trouble} onClick={() => void signIn.lookAgain()} />
        </TroubleNote>
      )}
      {institution.kind === 'there' && (
        <Button look="primary" off={busy} onClick={() => void signIn.withIdentity()}>
          Sign in with your institution
        </Button>
      )}
      <form className="sign-in" onSubmit={submit}>
        <label htmlFor="faculty-key">Faculty key</label>
        <input
          ref={field}
          id="faculty-key"
          type="password"
          autoComplete="current-password"
          spellCheck={false}
          required
          aria-describedby="faculty-key-hint"
          aria-invalid={trouble ? true : undefined}
        />
        <p id="faculty-key-hint" className="quiet">
          Whoever runs the service has it. It is kept for this tab alone, until you sign out or close the tab.
        </p>
        <Button type="submit" look={institution.kind !== 'none' ? 'plain' : 'primary'} off={busy}>
          {busy ? 'One moment…' : 'Sign in'}
        </Button>
      </form>
      <p>
        <a href="/">To the page for students</a>
      </p>
    </Shell>
  );
}

function Looking() {
  return (
    <Shell>
      <h1>Faculty</h1>
      <p role="status" className="quiet">
        One moment…
      </p>
    </Shell>
  );
}
