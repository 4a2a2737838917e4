import { systemClock, type Session } from '@viva/client';
import { useEffect, useMemo } from 'react';
import type { Trouble } from '../api/problems';
import { useStore } from '../ui/store';
import type { FacultyApi } from './api';
import { tabAttention } from './attention';
import { Followed, type FollowedState } from './followed';
import { useSession } from './useSession';
import { stoppedTrouble } from './words';

export interface Following {
  readonly state: FollowedState;
  readonly session: Session | undefined;
  /** Why no more events come, or none for now. */
  readonly stopped: Trouble | undefined;
  /** Why it could not be read who practises with what. */
  readonly unread: Trouble | undefined;
  /** Tries both once more. */
  readonly again: () => void;
}

/** Whether something of the conversation is shown: it stays, though it cannot be read who practises. */
export function hasRead({
  caughtUp,
  conversation,
}: Pick<FollowedState, 'caughtUp' | 'conversation'>): boolean {
  return caughtUp || conversation.turns.size > 0;
}

/** Follows an encounter for as long as it is shown, and reads who practises there. */
export function useFollowed(
  api: Pick<FacultyApi, 'follow' | 'session' | 'transcript'>,
  sessionId: string,
): Following {
  const followed = useMemo(
    () => new Followed(sessionId, { api, clock: systemClock, attention: tabAttention }),
    [api, sessionId],
  );
  useEffect(() => {
    followed.start();
    return () => followed.stop();
  }, [followed]);
  const state = useStore(followed.store);
  const { session, trouble, again } = useSession(api, sessionId, state.conversation.state);
  useEffect(() => {
    if (session) followed.know(session);
  }, [followed, session]);
  return {
    state,
    session,
    stopped: stoppedTrouble(state),
    unread: trouble,
    again: () => {
      followed.again();
      again();
    },
  };
}
