import { useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import type { DeviceSession } from '../device/sessions';
import { fullName } from '../device/speaker';
import type { Services } from '../services';
import { dayAndTime } from '../time/words';
import { href } from '../ui/route';
import { Shell } from '../ui/Shell';
import { TroubleNote } from '../ui/TroubleNote';

/** The encounters of this device: to continue, to read, to practise again. */
export function MineScreen({ services }: { services: Services }) {
  const [sessions, setSessions] = useState<DeviceSession[]>();
  const [trouble, setTrouble] = useState<Trouble>();
  useEffect(() => {
    let here = true;
    services.sessions.all().then(
      (all) => here && setSessions(all),
      async (error: unknown) => {
        const found = await troubleOf(error);
        if (here) setTrouble(found);
      },
    );
    return () => {
      here = false;
    };
  }, [services]);
  // Without the service's time, nothing counts as past its deadline.
  const now = services.serverNow() ?? 0;
  return (
    <Shell>
      <h1>My encounters</h1>
      <p className="quiet">
        Those that began in this browser, for as long as it may read them. This list stays on this device.
      </p>
      {trouble && <TroubleNote trouble={trouble} />}
      {sessions?.length === 0 && (
        <p>
          None yet. <a href="#/">Choose a case</a> to begin.
        </p>
      )}
      {sessions && sessions.length > 0 && (
        <ul className="mine">
          {sessions.map((session) => (
            <Encounter key={session.sessionId} session={session} over={isOver(session, now)} />
          ))}
        </ul>
      )}
    </Shell>
  );
}

function isOver({ endedAt, deadlineAt }: DeviceSession, now: number): boolean {
  return endedAt !== undefined || deadlineAt <= now;
}

function Encounter({ session, over }: { session: DeviceSession; over: boolean }) {
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
          {dayAndTime(startedAt)} · {over ? 'ended' : 'still open'}
        </span>
      </div>
      <div className="actions">
        {over ? (
          <a className="button" href={href('transcript', sessionId)}>
            Read <About name={name} title={scenarioTitle} />
          </a>
        ) : (
          <a
            className="button primary"
            href={href('encounter', sessionId)}
            aria-label={`Continue with ${name}, ${scenarioTitle}`}
          >
            Continue
          </a>
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

/** Tells links of the same words apart for who hears them. */
function About({ name, title }: { name: string; title: string }) {
  return (
    <span className="visually-hidden">
      : {name}, {title}
    </span>
  );
}
