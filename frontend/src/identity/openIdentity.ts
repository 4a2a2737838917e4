import { TabIdentity, type Identity } from './identity';
import type { LoginSettings } from './loginClient';

/** The login of this tab at the deployment's identity provider. */
export function openIdentity(settings: LoginSettings): Identity {
  return new TabIdentity({
    settings,
    storage: () => sessionStorage,
    address: location,
    replace: (address) => history.replaceState(history.state, '', address),
    loadClient: async () => (await import('./oidcClient')).oidcClient,
  });
}
