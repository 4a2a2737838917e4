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
    void mySessions(services, (found) => here && setMine((before) => shownOf(before, found)));
    return () => {
      here = false;
    };
  }, [services, visit]);
  const now = services.serverNow() ?? 0;
  const { sessions = [], trouble, reading = true, loggedIn = false } = mine ?? {};
  const several = reading ? [] : repeated(sessions, now);
  return (
    <Shell>
      <h1>My encounters</h1>
      <p role="status" className="quiet">
        {whichWords(mine)}
      </p>
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={() => setVisit(visit + 1)} />
        </TroubleNote>
      )}
      {!reading && !trouble && sessions.length === 0 && (
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
      {!reading && (
        <MyData
          services={services}
          loggedIn={loggedIn}
          ended={sessions.some((session) => isOver(session, now))}
        />
      )}
    </Shell>
  );
}

/** What is shown once more is known: what was read before stays until all is read anew. */
export function shownOf(before: Mine | undefined, found: Mine): Mine {
  return before && found.reading ? { ...found, sessions: before.sessions } : found;
}

/** Which encounters are listed, as far as that is known. */
export function whichWords(mine: Pick<Mine, 'reading' | 'everywhere' | 'trouble'> | undefined): string {
  if (!mine || mine.reading) return 'Looking for your encounters…';
  if (mine.everywhere && !mine.trouble)
    return 'Those that you began under your name, on any device, and those of this browser.';
  if (mine.trouble) return 'Those that could be read: some may be missing.';
  return 'Those that began in this browser, for as long as it may read them. This list stays on this device.';
}
