import { useEffect, useState } from 'react';
import type { Services } from '../services';
import { KeptTranscript, type KeptTranscriptState } from './keptTranscript';

/** The stored transcript of a session, kept up to date until the session is closed. */
export function useKeptTranscript(services: Services, sessionId: string) {
  const [state, setState] = useState<KeptTranscriptState>({});
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    const kept = new KeptTranscript(services, sessionId, (change) =>
      setState((now) => ({ ...now, ...change })),
    );
    void kept.start();
    return () => kept.stop();
  }, [services, sessionId, visit]);
  return { ...state, again: () => setVisit(visit + 1) };
}
