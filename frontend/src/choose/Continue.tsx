import { useEffect, useState } from 'react';
import type { DeviceSession } from '../device/sessions';
import { calledName } from '../device/speaker';
import type { Services } from '../services';
import { timeOfDay } from '../time/words';
import { href } from '../ui/route';
import { TroubleNote } from '../ui/TroubleNote';
import type { OnDevice } from './onDevice';

/** Encounters left open on this device, offered first. */
export function Continue({ services, device }: { services: Services; device: OnDevice }) {
  if (device.trouble) return <TroubleNote trouble={device.trouble} />;
  if (device.open.length === 0) return null;
  return (
    <section className="continue" aria-labelledby="continue-title">
      <h2 id="continue-title">Left open on this device</h2>
      <ul>
        {device.open.map((s) => (
          <LeftOpen key={s.sessionId} services={services} session={s} />
        ))}
      </ul>
    </section>
  );
}

/** It may have ended elsewhere or by its deadline. Then it keeps its place: cases stand below, to be pressed. */
function LeftOpen({ services, session }: { services: Services; session: DeviceSession }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let here = true;
    void isOver(services, session).then((known) => here && setOver(known));
    return () => {
      here = false;
    };
  }, [services, session]);
  const who = `${calledName(session)}, started ${timeOfDay(session.startedAt)}`;
  return (
    <li>
      <a
        className={over ? 'button' : 'button primary'}
        href={href(over ? 'ended' : 'encounter', session.sessionId)}
      >
        <span className="either">
          <span className={over ? 'room' : ''}>Continue with {who}</span>
          <span className={over ? '' : 'room'}>See what became of {who}</span>
        </span>
      </a>
      <span className="quiet">
        {session.scenarioCode} · {session.scenarioTitle}
      </span>
    </li>
  );
}

/** The service knows. */
async function isOver(services: Services, known: DeviceSession): Promise<boolean> {
  try {
    const { sessionId } = known;
    const within = { signal: AbortSignal.timeout(10_000) };
    const session = await services.sessionApi(known.grant).sessions.getSession({ sessionId }, within);
    if (session.state === 'open') return false;
    // Only a hint: it is shown as ended even if this cannot be stored.
    services.sessions.markEnded(sessionId, Date.now()).catch(() => undefined);
    return true;
  } catch {
    // A single failure ends no encounter: it is offered, and shows what is wrong when it is opened.
    return false;
  }
}
