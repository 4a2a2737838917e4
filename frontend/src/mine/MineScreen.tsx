import { useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import { fullName } from '../device/speaker';
import type { Services } from '../services';
import { dayAndTime } from '../time/words';
import { Button } from '../ui/Button';
import { href } from '../ui/route';
import { Shell } from '../ui/Shell';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { useHere } from '../ui/useHere';
import { isOver, mySessions, repeated, type Mine, type MySession } from './mySessions';

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
  const { sessions = [], trouble, everywhere = false } = mine ?? {};
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
    </Shell>
  );
}

function Encounter({ session, over, services }: { session: MySession; over: boolean; services: Services }) {
  const { sessionId, scenarioId, scenarioCode, scenarioTitle, startedAt } = session;
  const name = fullName(session);
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <span>
          <span className="code">{scenarioCode}</span> {scenarioTitle}
        </span>
        <span className="quiet">
          {dayAndTime(startedAt)} ·{' '}
          {over ? 'ended' : session.here ? 'still open' : 'still open, on another device'}
        </span>
      </div>
      <div className="actions">
        {over && (
          <>
            <a className="button" href={href('ended', sessionId)}>
              Debrief <About name={name} title={scenarioTitle} />
            </a>
            <a className="button" href={href('transcript', sessionId)}>
              Read <About name={name} title={scenarioTitle} />
            </a>
          </>
        )}
        {!over && session.here && (
          <a
            className="button primary"
            href={href('encounter', sessionId)}
            aria-label={`Continue with ${name}, ${scenarioTitle}`}
          >
            Continue
          </a>
        )}
        {!over && !session.here && (
          <ContinueHere services={services} session={session} name={`${name}, ${scenarioTitle}`} />
        )}
        {over && scenarioId && (
          <a className="button" href={`#/case/${scenarioId}`}>
            Practise again <About name={name} title={scenarioTitle} />
          </a>
        )}
      </div>
    </li>
  );
}

/** Takes an encounter over that began on another device. A call there ends when one begins here. */
function ContinueHere({
  services: { sessions, elsewhere },
  session,
  name,
}: {
  services: Services;
  session: MySession;
  name: string;
}) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const here = useHere();
  const takeOver = async () => {
    setBusy(true);
    setTrouble(undefined);
    try {
      const taken = await elsewhere.continueHere(session.sessionId);
      if (taken) await sessions.adopt(taken);
      if (here()) location.hash = href('encounter', session.sessionId);
    } catch (error) {
      setTrouble(await troubleOf(error));
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        look="primary"
        aria-label={`Continue here with ${name}`}
        off={busy}
        onClick={() => void takeOver()}
      >
        Continue here
      </Button>
      {trouble && <TroubleNote trouble={trouble} />}
    </>
  );
}

/** Tells links of the same words apart for who hears them. */
function About({ name, title }: { name: string; title: string }) {
  return (
    <span className="visually-hidden">
      : {name}, {title}
    </span>
  );
}
