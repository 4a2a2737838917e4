import { systemClock } from '@viva/client';
import { TabIdentity, type Identity } from './identity';
import type { LoginSettings } from './loginClient';

const opened = new Map<string, Identity>();

/** The login of this tab at the deployment's identity provider: one for all who ask, so that one renews it. */
export function openIdentity(settings: LoginSettings): Identity {
  const key = `${settings.issuer} ${settings.clientId}`;
  const identity = opened.get(key) ?? newIdentity(settings);
  opened.set(key, identity);
  return identity;
}

function newIdentity(settings: LoginSettings): Identity {
  return new TabIdentity({
    settings,
    storage: () => sessionStorage,
    clock: systemClock,
    address: location,
    replace: (address) => history.replaceState(history.state, '', address),
    loadClient: async () => (await import('./oidcClient')).oidcClient,
  });
}
