import { useEffect, useState } from 'react';
import { attemptsOf, mySessions, type Mine } from '../mine/mySessions';
import type { Services } from '../services';
import { Loaded } from '../ui/Loaded';
import { Shell } from '../ui/Shell';
import { TroubleNote } from '../ui/TroubleNote';

const load = async () => (await import('./AttemptsPart')).AttemptsPart;

/** The attempts of one case side by side. */
export function AttemptsScreen({ services, scenarioId }: { services: Services; scenarioId: string }) {
  const [mine, setMine] = useState<Mine>();
  const [attempts, setAttempts] = useState<Mine['sessions']>([]);
  useEffect(() => {
    let here = true;
    void mySessions(services).then((found) => {
      if (!here) return;
      setMine(found);
      setAttempts(attemptsOf(found.sessions, scenarioId, services.serverNow() ?? 0));
    });
    return () => {
      here = false;
    };
  }, [services, scenarioId]);
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
      {attempts.length > 0 && <Loaded load={load} sessions={attempts} />}
    </Shell>
  );
}
