import { useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import { fullName } from '../device/speaker';
import { forThisStudent } from '../device/tabOf';
import type { Services } from '../services';
import { dayAndTime } from '../time/words';
import { Button } from '../ui/Button';
import { href } from '../ui/route';
import { TroubleNote } from '../ui/TroubleNote';
import { useHere } from '../ui/useHere';
import type { MySession } from './mySessions';

interface Props {
  session: MySession;
  over: boolean;
  services: Services;
}

/** One encounter of the list, with what can be done with it. */
export function Encounter({ session, over, services }: Props) {
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
      const taken = await forThisStudent(() => elsewhere.continueHere(session.sessionId));
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
