import { useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import type { DeviceSession } from '../device/sessions';
import { calledName } from '../device/speaker';
import type { Services } from '../services';
import { timeOfDay } from '../time/words';
import { href } from '../ui/route';
import { TroubleNote } from '../ui/TroubleNote';

/** Encounters left open on this device, offered first. */
export function Continue({ services }: { services: Services }) {
  const [open, setOpen] = useState<DeviceSession[]>([]);
  const [trouble, setTrouble] = useState<Trouble>();
  useEffect(() => {
    let here = true;
    const failed = async (error: unknown) => {
      const found = await troubleOf(error);
      if (here) setTrouble(found);
    };
    stillOpen(services).then((found) => here && setOpen(found), failed);
    return () => {
      here = false;
    };
  }, [services]);
  if (trouble) return <TroubleNote trouble={trouble} />;
  if (open.length === 0) return null;
  return (
    <section className="continue" aria-labelledby="continue-title">
      <h2 id="continue-title">Left open on this device</h2>
      <ul>
        {open.map((s) => (
          <li key={s.sessionId}>
            <a className="button primary" href={href('encounter', s.sessionId)}>
              Continue with {calledName(s)}, started {timeOfDay(s.startedAt)}
            </a>
            <span className="quiet">
              {s.scenarioCode} · {s.scenarioTitle}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the device remembers as open may have been ended elsewhere or by its deadline: the service knows. */
async function stillOpen(services: Services): Promise<DeviceSession[]> {
  const known = await services.sessions.open(services.serverNow());
  const checked = await Promise.all(known.map(async (s) => ((await isOpen(services, s)) ? [s] : [])));
  return checked.flat();
}

async function isOpen(services: Services, known: DeviceSession): Promise<boolean> {
  try {
    const { sessionId } = known;
    const within = { signal: AbortSignal.timeout(10_000) };
    const session = await services.sessionApi(known.grant).sessions.getSession({ sessionId }, within);
    // Only a hint: an ended encounter is not offered even if this cannot be stored.
    if (session.state !== 'open') services.sessions.markEnded(sessionId, Date.now()).catch(() => undefined);
    return session.state === 'open';
  } catch {
    // A single failure hides no encounter: it is offered, and shows what is wrong when it is opened.
    return true;
  }
}
