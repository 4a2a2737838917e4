import type { Session, SessionState } from '@viva/client';
import { useEffect, useState } from 'react';
import type { Trouble } from '../api/problems';
import type { FacultyApi } from './api';
import { facultyTrouble } from './words';

export interface ReadSession {
  readonly session?: Session;
  readonly trouble?: Trouble | undefined;
  readonly again: () => void;
}

/** Who practises, with what, and until when; read again when the state changes, for the times of its end. */
export function useSession(
  api: Pick<FacultyApi, 'session'>,
  sessionId: string,
  state: SessionState,
): ReadSession {
  const [read, setRead] = useState<Omit<ReadSession, 'again'>>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let here = true;
    const failed = async (error: unknown) => {
      const trouble = await facultyTrouble(error);
      if (here) setRead((before) => ({ ...before, trouble }));
    };
    api.session(sessionId).then((session) => here && setRead({ session }), failed);
    return () => {
      here = false;
    };
  }, [api, sessionId, state, attempt]);
  return { ...read, again: () => setAttempt(attempt + 1) };
}
