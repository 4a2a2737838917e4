import { useEffect, useMemo, useState } from 'react';
import { attemptsOf, MAX_ATTEMPTS, mySessions, overOf, type Mine } from '../mine/mySessions';
import type { Services } from '../services';
import { Button } from '../ui/Button';
import { Loaded } from '../ui/Loaded';
import { Shell } from '../ui/Shell';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';

const load = async () => (await import('./AttemptsPart')).AttemptsPart;

/** The attempts of one case side by side. */
export function AttemptsScreen({ services, scenarioId }: { services: Services; scenarioId: string }) {
  const [mine, setMine] = useState<Mine>();
  /** Newest first. */
  const [over, setOver] = useState<Mine['sessions']>([]);
  const [later, setLater] = useState(0);
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    let here = true;
    // All at once: with a part of them the attempts would have other numbers.
    void mySessions(services).then((found) => {
      if (!here) return;
      setLater(0);
      setMine(found);
      setOver(overOf(found.sessions, scenarioId, services.serverNow() ?? 0));
    });
    return () => {
      here = false;
    };
  }, [services, scenarioId, visit]);
  const { attempts, first, key } = useMemo(() => attemptsOf(over, later), [over, later]);
  const one = attempts[0];
  return (
    <Shell>
      <p className="eyebrow">
        {one?.scenarioCode} <a href="#/mine">My encounters</a>
      </p>
      <h1>{one ? `${one.scenarioTitle}: your attempts` : 'Your attempts'}</h1>
      {!mine && (
        <p role="status" className="quiet">
          Looking for your attempts…
        </p>
      )}
      {mine?.trouble && (
        <TroubleNote trouble={mine.trouble}>
          <TryAgain trouble={mine.trouble} onClick={() => setVisit(visit + 1)} />
        </TroubleNote>
      )}
      {mine && !mine.trouble && attempts.length === 0 && (
        <p>
          There is no attempt of this case here. <a href={`#/case/${scenarioId}`}>Practise it</a>.
        </p>
      )}
      {over.length > MAX_ATTEMPTS && (
        <div className="actions">
          <Button off={first === 1} onClick={() => setLater(later + MAX_ATTEMPTS)}>
            Earlier attempts
          </Button>
          <Button off={later === 0} onClick={() => setLater(later - MAX_ATTEMPTS)}>
            Later attempts
          </Button>
          <span role="status" className="quiet">
            {first} to {first + attempts.length - 1} of {over.length}
          </span>
        </div>
      )}
      {attempts.length > 0 && <Loaded key={key} load={load} sessions={attempts} first={first} />}
    </Shell>
  );
}
