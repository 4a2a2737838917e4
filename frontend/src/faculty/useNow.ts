import { useEffect, useState } from 'react';
import { serverClock } from '../api/client';

/** The time by the service's clock, again each second. */
export function useNow(): number {
  const [now, setNow] = useState(serverClock.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverClock.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
