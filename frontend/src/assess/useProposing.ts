import { systemClock, type Rubric } from '@viva/client';
import { useEffect, useState } from 'react';
import type { AssessApi } from './assessApi';
import { Proposing } from './proposing';

/** What a model proposes, for as long as it is shown. */
export function useProposing(api: AssessApi, sessionId: string, rubric: Rubric): Proposing {
  const [proposing] = useState(
    () =>
      new Proposing(rubric, {
        ask: () => api.propose(sessionId, rubric.rubricId),
        list: () => api.proposed(sessionId),
        clock: systemClock,
      }),
  );
  useEffect(() => () => proposing.stop(), [proposing]);
  return proposing;
}
