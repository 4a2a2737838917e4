import { systemClock, type Session, type SessionState } from '@viva/client';
import { useEffect, useState } from 'react';
import type { Trouble } from '../api/problems';
import type { FacultyApi } from './api';
import { tabAttention } from './attention';
import { readSession } from './readSession';

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
  useEffect(
    () =>
      readSession({
        read: () => api.session(sessionId),
        clock: systemClock,
        random: Math.random,
        attention: tabAttention,
        onSession: (session) => setRead({ session }),
        onTrouble: (trouble) => setRead((before) => ({ ...before, trouble })),
      }),
    [api, sessionId, state, attempt],
  );
  return { ...read, again: () => setAttempt(attempt + 1) };
}
