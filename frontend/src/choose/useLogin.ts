import type { DeploymentView } from '@viva/client';
import { useEffect, useMemo, useState } from 'react';
import { troubleOf } from '../api/problems';
import type { Device } from '../device/forget';
import type { Identity } from '../identity/identity';
import { LoginError } from '../identity/loginError';
import { openIdentity } from '../identity/openIdentity';
import type { LoggedIn } from './admission';
import { forgetOthers, logOut, takeStay, type StayTrouble } from './logOut';

/** Whether the student is logged in at the institution, where the deployment has an identity provider. */
export interface Login {
  /** Whether somebody can log in here. */
  readonly on: boolean;
  /** Whether an encounter can start only after a login, and nobody is logged in. */
  readonly needed: boolean;
  readonly state: 'checking' | 'out' | 'in';
  readonly name: string | undefined;
  /** Who is logged in. While that is checked, somebody is, as mostly: so no field appears only to go again. */
  readonly person: LoggedIn | undefined;
  readonly trouble: StayTrouble | undefined;
  /** Leaves the page. Throws in words. */
  logIn(): Promise<void>;
  logOut(): Promise<void>;
  /** Undefined for anyone. Throws in words. */
  token(): Promise<string | undefined>;
  /** Who is logged in, where names may be the same; undefined for anyone. Throws in words. */
  subject(): Promise<string | undefined>;
  /** The service does not accept the token: as after the end of a login. */
  refused(): LoginError;
}

interface Found {
  /** Where it was looked for. */
  readonly at: Identity | undefined;
  readonly state: Login['state'];
  readonly name?: string | undefined;
  readonly trouble?: StayTrouble | undefined;
}

/**
 * @param device what it keeps of a login is forgotten at the logout, or when somebody else logs in
 * @param onForgotten called then: what is shown of it must go
 */
export function useLogin(
  deployment: DeploymentView | undefined,
  device: Device,
  onForgotten: () => void,
): Login {
  // Where a class code is asked for, a login does not serve.
  const oidc = deployment?.students === 'code' ? undefined : deployment?.oidc;
  const identity = useMemo(() => oidc && openIdentity(oidc), [oidc]);
  const [last, setFound] = useState<Found>();
  // What was found before the deployment was known says nothing of a login there.
  const found: Omit<Found, 'at'> = last && last.at === identity ? last : { state: 'checking' };
  const out = () => setFound({ at: identity, state: 'out' });
  useEffect(() => {
    let here = true;
    const look = async () => {
      try {
        if (!identity) return { state: 'out' } as const;
        if (!(await identity.finishLogin())) return { state: 'out', trouble: takeStay() } as const;
        if ((await forgetOthers(identity, device)) && here) onForgotten();
        return { state: 'in', name: await identity.name() } as const;
      } catch (error) {
        return { state: 'out', trouble: await troubleOf(error) } as const;
      }
    };
    void look().then((now) => here && setFound({ at: identity, ...now }));
    return () => {
      here = false;
    };
  }, [identity, device, onForgotten]);
  return {
    on: identity !== undefined,
    needed: deployment?.students === 'oidc' && found.state === 'out',
    state: found.state,
    name: found.name,
    person: identity && personOf(found),
    trouble: found.trouble,
    logIn: async () => identity?.login(),
    logOut: async () => {
      if (!identity) return;
      out();
      const trouble = await logOut(identity, device);
      onForgotten();
      if (trouble) setFound({ at: identity, state: 'out', trouble });
    },
    token: async () => {
      if (found.state !== 'in') return undefined;
      try {
        return await identity?.token();
      } catch (error) {
        if (error instanceof LoginError && error.code !== 'login_out') out();
        throw error;
      }
    },
    subject: async () => (found.state === 'in' ? identity?.subject() : undefined),
    refused: () => {
      out();
      return new LoginError('login_expired');
    },
  };
}

/** Stands for the name while the login is checked, so that no name is asked for; it is neither shown nor sent. */
const SOMEBODY = 'somebody';

function personOf({ state, name }: Omit<Found, 'at'>): LoggedIn | undefined {
  if (state === 'out') return undefined;
  return { name: state === 'checking' ? SOMEBODY : name };
}
