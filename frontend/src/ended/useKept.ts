import { useEffect, useState } from 'react';
import type { Services } from '../services';
import { Watching, type KeptState } from './watching';

/** What was kept of a session, looked at again whenever the log or the outbox changes until nothing can be added. */
export function useKept(services: Services, sessionId: string) {
  const [state, setState] = useState<KeptState>({});
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    const watching = new Watching(services, sessionId, (change) =>
      setState((now) => ({ ...now, ...change })),
    );
    void watching.start();
    return () => watching.stop();
  }, [services, sessionId, visit]);
  return { ...state, again: () => setVisit(visit + 1) };
}
