import { systemClock } from '@viva/client';
import { useEffect, useState } from 'react';
import type { AssessApi } from './assessApi';
import { Proposing } from './proposing';

/** What a model proposes, for as long as it is shown. */
export function useProposing(api: AssessApi, sessionId: string, rubricId: string): Proposing {
  const [proposing] = useState(
    () =>
      new Proposing(rubricId, {
        ask: () => api.propose(sessionId, rubricId),
        list: () => api.proposed(sessionId),
        clock: systemClock,
      }),
  );
  useEffect(() => () => proposing.stop(), [proposing]);
  return proposing;
}
