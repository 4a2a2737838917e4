import { ErrorResponse, ErrorTimeout, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import { KEPT } from './identity';
import type { LoginClient, LoginSettings, Person } from './loginClient';
import { LoginError, type LoginTrouble } from './loginError';

const DEADLINE_S = 10;

/**
 * Authorization code with PKCE by `oidc-client-ts`. Tokens are kept for this tab alone, and renewed with a refresh
 * token: a hidden frame would need the identity provider's cookie, which browsers no longer send.
 */
export function oidcClient(settings: LoginSettings, redirect: string, kept: Storage): LoginClient {
  const manager = new UserManager({
    authority: settings.issuer,
    client_id: settings.clientId,
    scope: settings.scope,
    redirect_uri: redirect,
    post_logout_redirect_uri: redirect,
    userStore: new WebStorageStateStore({ prefix: KEPT, store: kept }),
    stateStore: new WebStorageStateStore({ prefix: 'viva-login-begun.', store: kept }),
    automaticSilentRenew: false,
    requestTimeoutInSeconds: DEADLINE_S,
  });
  return {
    begin: (returnTo, another) =>
      manager.signinRedirect({ state: returnTo, ...(another && { prompt: 'login' }) }).catch(fail),
    finish: async (address) => {
      const user = await manager.signinRedirectCallback(address).catch(fail);
      // What other logins of this tab have left behind harms nobody.
      void manager.clearStaleState().catch(() => undefined);
      return typeof user.state === 'string' ? user.state : '';
    },
    person: async () => {
      const user = await manager.getUser();
      return user ? personOf(user) : undefined;
    },
    renew: () => renew(manager),
    leave: async () => {
      try {
        await manager.signoutRedirect();
        return true;
      } catch {
        // Out, or it knows no logout: forgotten here in any case.
        await manager.removeUser();
        return false;
      }
    },
  };
}

async function renew(manager: UserManager): Promise<Person> {
  const before = await manager.getUser();
  if (!before?.refresh_token) throw new LoginError('login_expired');
  try {
    const user = await manager.signinSilent();
    if (!user) throw new LoginError('login_expired');
    return personOf(user);
  } catch (error) {
    const trouble = troubleOf(error, 'login_expired');
    if (trouble === 'login_expired') await manager.removeUser();
    throw new LoginError(trouble, { cause: error });
  }
}

function personOf(user: User): Person {
  // An issuer that says nothing of the expiry leaves it to the service to refuse the token.
  const { access_token: token, expires_in: secondsLeft = Infinity, profile } = user;
  const { sub: subject, name = profile.preferred_username } = profile;
  return { token, subject, name, secondsLeft };
}

function fail(error: unknown): never {
  throw new LoginError(troubleOf(error, 'login_stale'), { cause: error });
}

/** @param spent what it means that a code or a refresh token no longer works */
function troubleOf(error: unknown, spent: LoginTrouble): LoginTrouble {
  if (error instanceof LoginError) return error.code;
  // What `fetch` throws when nothing answers is a TypeError.
  if (error instanceof ErrorTimeout || error instanceof TypeError) return 'login_out';
  if (error instanceof ErrorResponse)
    return BY_CODE[error.error ?? ''] ?? (isSpent(error) ? spent : 'login_failed');
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('No matching state')) return 'login_stale';
  return /\(5\d\d\)/.test(message) ? 'login_out' : 'login_failed';
}

function isSpent(error: ErrorResponse): boolean {
  return error.error === 'invalid_grant';
}

const BY_CODE: Partial<Record<string, LoginTrouble>> = {
  access_denied: 'login_refused',
  login_required: 'login_refused',
  consent_required: 'login_refused',
  interaction_required: 'login_refused',
  account_selection_required: 'login_refused',
  temporarily_unavailable: 'login_out',
  server_error: 'login_out',
};
