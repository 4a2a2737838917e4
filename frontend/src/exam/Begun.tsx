import type { DeviceSession } from '../device/sessions';
import { participantWords } from '../device/speaker';
import { useNow } from '../faculty/useNow';
import { atTime } from '../time/words';
import { href } from '../ui/route';

interface Props {
  begun: readonly DeviceSession[];
}

/** Attempts at an exam that can be continued, or what became of them. */
export function Begun({ begun }: Props) {
  const now = useNow();
  if (begun.length === 0) return null;
  const over = ({ endedAt, deadlineAt }: DeviceSession) => endedAt !== undefined || deadlineAt <= now;
  return (
    <section className="continue" aria-labelledby="begun-title">
      <h2 id="begun-title">{begun.length === 1 ? 'Attempt on this device' : 'Attempts on this device'}</h2>
      <ul>
        {begun.map((one) => (
          <li key={one.sessionId}>
            <a
              className={over(one) ? 'button' : 'button primary'}
              href={href(over(one) ? 'ended' : 'encounter', one.sessionId)}
            >
              {over(one) ? 'See what became of' : 'Continue'} {participantWords(one) || 'this attempt'}
            </a>
            <span className="quiet">begun {atTime(one.startedAt, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
