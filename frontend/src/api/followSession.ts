import { follow, type Follower, type FollowOptions } from '@viva/client';
import { isLoginTrouble, LoginError } from '../identity/loginError';

/** Follows the events of a session. A login that is over refuses the stream: no further try would bring an event. */
export function followSession({ grant, onState, ...options }: FollowOptions): Follower {
  let over: LoginError | undefined;
  const follower = follow({
    ...options,
    grant: async () => {
      try {
        return typeof grant === 'string' ? grant : await grant();
      } catch (error) {
        // The identity provider may answer again; whatever else is wrong with a login stays.
        if (error instanceof LoginError && isLoginTrouble(error)) over = error;
        throw error;
      }
    },
    onState: (state) => {
      if (!over) return onState?.(state);
      follower.stop();
      onState?.({ kind: 'refused', failure: { code: over.code, status: 0, detail: over.message } });
    },
  });
  return follower;
}
