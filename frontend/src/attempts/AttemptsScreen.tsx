import { useEffect, useMemo, useState } from 'react';
import { attemptsOf, MAX_ATTEMPTS, mySessions, overOf, type Mine } from '../mine/mySessions';
import type { Services } from '../services';
import { Button } from '../ui/Button';
import { Loaded } from '../ui/Loaded';
import { Shell } from '../ui/Shell';
import { TroubleNote } from '../ui/TroubleNote';

const load = async () => (await import('./AttemptsPart')).AttemptsPart;

/** The attempts of one case side by side. */
export function AttemptsScreen({ services, scenarioId }: { services: Services; scenarioId: string }) {
  const [mine, setMine] = useState<Mine>();
  const [later, setLater] = useState(0);
  useEffect(() => {
    let here = true;
    void mySessions(services).then((found) => {
      if (here) setMine(found);
    });
    return () => {
      here = false;
    };
  }, [services, scenarioId]);
  const now = services.serverNow() ?? 0;
  const all = useMemo(() => overOf(mine?.sessions ?? [], scenarioId, now).length, [mine, scenarioId, now]);
  const attempts = useMemo(
    () => attemptsOf(mine?.sessions ?? [], scenarioId, now, later),
    // The time goes on while this is read; which attempts stand here is decided when they are.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [mine, scenarioId, later],
  );
  const first = all - later - attempts.length + 1;
  const one = attempts[0];
  return (
    <Shell>
      <p className="eyebrow">
        {one?.scenarioCode} <a href="#/mine">My encounters</a>
      </p>
      <h1>{one ? `${one.scenarioTitle}: your attempts` : 'Your attempts'}</h1>
      {mine?.trouble && <TroubleNote trouble={mine.trouble} />}
      {mine && attempts.length === 0 && (
        <p>
          There is no attempt of this case here. <a href={`#/case/${scenarioId}`}>Practise it</a>.
        </p>
      )}
      {all > MAX_ATTEMPTS && (
        <div className="actions">
          <Button disabled={first === 1} onClick={() => setLater(later + MAX_ATTEMPTS)}>
            Earlier attempts
          </Button>
          <Button disabled={later === 0} onClick={() => setLater(later - MAX_ATTEMPTS)}>
            Later attempts
          </Button>
          <span role="status" className="quiet">
            {first} to {first + attempts.length - 1} of {all}
          </span>
        </div>
      )}
      {attempts.length > 0 && <Loaded load={load} sessions={attempts} first={first} />}
    </Shell>
  );
}
