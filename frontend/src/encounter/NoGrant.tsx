import { useEffect, useState } from 'react';
import type { Services } from '../services';
import { Shell } from '../ui/Shell';

/** How long to wait for the service to say whether students log in here. */
const WITHIN_MS = 10_000;

/** The grant is on the device that started the encounter and is never in an address. */
export function NoGrant({ services: { deployments } }: { services: Pick<Services, 'deployments'> }) {
  const [logins, setLogins] = useState(false);
  useEffect(() => {
    let here = true;
    deployments.getDeployment({ signal: AbortSignal.timeout(WITHIN_MS) }).then(
      ({ oidc, students }) => here && setLogins(oidc !== undefined && students !== 'code'),
      () => undefined, // What is said helps all the same.
    );
    return () => {
      here = false;
    };
  }, [deployments]);
  return (
    <Shell>
      <h1>This encounter cannot be opened here</h1>
      <NoGrantWords logins={logins} />
    </Shell>
  );
}

/** @param logins whether students can log in here */
export function NoGrantWords({ logins }: { logins: boolean }) {
  return (
    <>
      <p>
        {logins ? 'Without a login, an encounter opens' : 'An encounter opens'} only in the browser that
        started it, for as long as its access lasts. This browser has no access to it, or not any more. If it
        began in another browser, open it there, or <a href="#/">start a new one</a>.
      </p>
      {logins && (
        <p>
          If you were logged in when you started it, you can continue it here: <a href="#/">log in</a>, then
          open <a href="#/mine">My encounters</a>.
        </p>
      )}
    </>
  );
}
