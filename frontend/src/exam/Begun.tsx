import { useEffect, useState } from 'react';
import type { DeviceSession } from '../device/sessions';
import { participantWords } from '../device/speaker';
import type { Services } from '../services';
import { timeOfDay } from '../time/words';
import { href } from '../ui/route';

/** The attempts at an exam that began on this device, which may be several students'. */
export function Begun({ services: { sessions, serverNow }, examId }: { services: Services; examId: string }) {
  const [begun, setBegun] = useState<readonly DeviceSession[]>([]);
  useEffect(() => {
    let here = true;
    sessions.all().then(
      (all) => here && setBegun(all.filter((one) => one.examId === examId)),
      () => undefined, // A second attempt is refused in words.
    );
    return () => {
      here = false;
    };
  }, [sessions, examId]);
  if (begun.length === 0) return null;
  const over = ({ endedAt, deadlineAt }: DeviceSession) =>
    endedAt !== undefined || deadlineAt <= (serverNow() ?? 0);
  return (
    <section className="continue" aria-labelledby="begun-title">
      <h2 id="begun-title">Begun on this device</h2>
      <ul>
        {begun.map((one) => (
          <li key={one.sessionId}>
            <a
              className={over(one) ? 'button' : 'button primary'}
              href={href(over(one) ? 'ended' : 'encounter', one.sessionId)}
            >
              {over(one) ? 'See what became of' : 'Continue'} {participantWords(one) || 'this attempt'}
            </a>
            <span className="quiet">begun at {timeOfDay(one.startedAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
