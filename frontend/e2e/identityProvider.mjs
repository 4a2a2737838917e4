import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { freePort } from './service.mjs';

const AUDIENCE = 'viva-api';
const PEOPLE = {
  kim: { name: 'Kim Lee', class: 'PT-2B', roles: ['student'] },
  ada: { name: 'Ada Stern', roles: ['teacher'] },
};

/**
 * A certified OpenID provider (npm oidc-provider) on this machine, with its own pages for login and consent. Whoever
 * types a name of PEOPLE is that person.
 *
 * @param pageUrl where the service's pages are
 */
export async function startIdentityProvider(pageUrl) {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, settings(pageUrl));
  // Its pages say on the console that they are for development.
  const listen = () =>
    new Promise((resolve) => {
      const server = createServer(provider.callback()).listen(port, 'localhost', () => resolve(server));
    });
  let server = await listen();
  return {
    issuer,
    /** The service's environment with which it accepts the tokens. */
    environment: {
      VIVA_OIDC_ISSUER: issuer,
      VIVA_OIDC_AUDIENCE: AUDIENCE,
      VIVA_OIDC_CLIENT_ID: 'viva-page',
      VIVA_OIDC_FACULTY_VALUES: '[teacher]',
      VIVA_OIDC_GROUP_CLAIM: 'class',
    },
    /** As in an outage: nothing listens any more. */
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
    startAgain: async () => {
      server = await listen();
    },
  };
}

function settings(pageUrl) {
  const addresses = [`${pageUrl}/`, `${pageUrl}/faculty`];
  return {
    clients: [
      {
        client_id: 'viva-page',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: addresses,
        post_logout_redirect_uris: addresses,
      },
    ],
    clientBasedCORS: (_context, origin) => origin === pageUrl,
    cookies: { keys: ['of this test alone'] },
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: PEOPLE[id]?.name }) }),
    // What the service reads of an access token.
    extraTokenClaims: (_context, token) => PEOPLE[token.accountId],
    issueRefreshToken: () => true,
    features: {
      devInteractions: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'https://viva.example/api',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: AUDIENCE,
          scope: '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3600,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}
