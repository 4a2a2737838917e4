import { useEffect, useState } from 'react';
import { minutesAndSeconds } from '../time/words';
import { hasEnded, type EncounterState } from './encounterState';

const WARN_BELOW_MS = 120_000;

/** Counts down to the deadline by the service's clock; says once, aloud, that two minutes are left. */
export function TimeLeft({ state }: { state: EncounterState }) {
  const [now, setNow] = useState(Date.now);
  const over = hasEnded(state);
  useEffect(() => {
    if (over) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [over]);
  if (over) return null;
  const deadline = state.session?.deadlineAt.getTime() ?? state.device.deadlineAt;
  const left = deadline - now - state.skew;
  const soon = left < WARN_BELOW_MS;
  return (
    <span className={`time-left ${soon ? 'soon' : ''}`}>
      <span className="visually-hidden">Time left: </span>
      <span className="digits" role="timer">
        {minutesAndSeconds(left)}
      </span>
      <span className="visually-hidden" role="status">
        {soon ? 'Less than two minutes are left.' : ''}
      </span>
    </span>
  );
}
