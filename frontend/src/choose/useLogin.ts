import type { DeploymentView } from '@viva/client';
import { useEffect, useMemo, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import { LoginError } from '../identity/loginError';
import { openIdentity } from '../identity/openIdentity';

/** Whether the student is logged in at the institution, where the deployment has an identity provider. */
export interface Login {
  /** Whether somebody can log in here. */
  readonly on: boolean;
  /** Whether an encounter can start only after a login. */
  readonly needed: boolean;
  readonly state: 'checking' | 'out' | 'in';
  readonly name: string | undefined;
  readonly trouble: Trouble | undefined;
  /** Leaves the page. Throws in words. */
  logIn(): Promise<void>;
  logOut(): Promise<void>;
  /** Undefined for anyone. Throws in words. */
  token(): Promise<string | undefined>;
  /** The service does not accept the token: as after the end of a login. */
  refused(): LoginError;
}

interface Found {
  readonly state: Login['state'];
  readonly name?: string | undefined;
  readonly trouble?: Trouble;
}

export function useLogin(deployment: DeploymentView | undefined): Login {
  // Where a class code is asked for, a login does not serve.
  const oidc = deployment?.students === 'code' ? undefined : deployment?.oidc;
  const identity = useMemo(() => oidc && openIdentity(oidc), [oidc]);
  const [found, setFound] = useState<Found>({ state: 'checking' });
  useEffect(() => {
    let here = true;
    const look = async () => {
      try {
        if (!identity || !(await identity.finishLogin())) return { state: 'out' } as const;
        return { state: 'in', name: await identity.name() } as const;
      } catch (error) {
        return { state: 'out', trouble: await troubleOf(error) } as const;
      }
    };
    void look().then((now) => here && setFound(now));
    return () => {
      here = false;
    };
  }, [identity]);
  return {
    on: identity !== undefined,
    needed: deployment?.students === 'oidc' && found.state !== 'in',
    state: found.state,
    name: found.name,
    trouble: found.trouble,
    logIn: async () => identity?.login(),
    logOut: async () => {
      setFound({ state: 'out' });
      await identity?.logout();
    },
    token: async () => {
      if (found.state !== 'in') return undefined;
      try {
        return await identity?.token();
      } catch (error) {
        if (error instanceof LoginError && error.code !== 'login_out') setFound({ state: 'out' });
        throw error;
      }
    },
    refused: () => {
      setFound({ state: 'out' });
      return new LoginError('login_expired');
    },
  };
}
