import { systemClock } from '@viva/client';
import { useEffect, useMemo } from 'react';
import { useStore } from '../ui/store';
import type { FacultyApi } from './api';
import { tabAttention } from './attention';
import { Followed, type FollowedState } from './followed';

export interface Following {
  readonly state: FollowedState;
  /** Tries once more after the stream was refused. */
  readonly again: () => void;
}

/** Follows an encounter for as long as it is shown. */
export function useFollowed(api: Pick<FacultyApi, 'follow'>, sessionId: string): Following {
  const followed = useMemo(
    () => new Followed(sessionId, { api, clock: systemClock, attention: tabAttention }),
    [api, sessionId],
  );
  useEffect(() => {
    followed.start();
    return () => followed.stop();
  }, [followed]);
  return { state: useStore(followed.store), again: () => followed.again() };
}
