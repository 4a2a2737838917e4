import { useEffect, useState } from 'react';
import type { Services } from '../services';
import { Shell } from '../ui/Shell';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { Encounter } from './Encounter';
import { MyData } from './MyData';
import { isOver, mySessions, repeated, type Mine } from './mySessions';

/** The encounters of this device and of who is logged in: to continue, to learn from, to read, to practise again. */
export function MineScreen({ services }: { services: Services }) {
  const [mine, setMine] = useState<Mine>();
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    let here = true;
    void mySessions(services).then((found) => here && setMine(found));
    return () => {
      here = false;
    };
  }, [services, visit]);
  const now = services.serverNow() ?? 0;
  const { sessions = [], trouble, everywhere = false, loggedIn = false } = mine ?? {};
  const several = repeated(sessions, now);
  return (
    <Shell>
      <h1>My encounters</h1>
      <p className="quiet">
        {everywhere
          ? 'Those that you began under your name, on any device, and those of this browser.'
          : 'Those that began in this browser, for as long as it may read them. This list stays on this device.'}
      </p>
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={() => setVisit(visit + 1)} />
        </TroubleNote>
      )}
      {mine && !trouble && sessions.length === 0 && (
        <p>
          None yet. <a href="#/">Choose a case</a> to begin.
        </p>
      )}
      {several.length > 0 && (
        <ul className="several">
          {several.map(({ scenarioId, title, code, attempts }) => (
            <li key={scenarioId}>
              <span className="code">{code}</span>{' '}
              <a href={`#/attempts/${scenarioId}`}>
                Compare {attempts} attempts: {title}
              </a>
            </li>
          ))}
        </ul>
      )}
      {sessions.length > 0 && (
        <ul className="mine">
          {sessions.map((session) => (
            <Encounter
              key={session.sessionId}
              session={session}
              over={isOver(session, now)}
              services={services}
            />
          ))}
        </ul>
      )}
      {mine && <MyData services={services} loggedIn={loggedIn} />}
    </Shell>
  );
}
