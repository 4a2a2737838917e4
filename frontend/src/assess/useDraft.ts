import { systemClock, type Assessment, type Rubric } from '@viva/client';
import { useLayoutEffect, useState } from 'react';
import { openDrafts } from '../faculty/openDrafts';
import { tabStorage } from '../faculty/tabStorage';
import type { AssessApi } from './assessApi';
import { AssessmentDraft } from './draft';

interface Subject {
  api: AssessApi;
  sessionId: string;
  rubric: Rubric;
  version: number;
  stored: Assessment | undefined;
  /** Called when it is signed, here or elsewhere. */
  onSigned: (signed: Assessment) => void;
}

/** A draft for as long as it is shown. Nobody signs out with something unsaved without being asked. */
export function useDraft({ api, sessionId, onSigned, ...subject }: Subject): AssessmentDraft {
  const [draft] = useState(
    () =>
      new AssessmentDraft(
        { sessionId, ...subject },
        {
          assess: (given, etag) => api.assess(sessionId, given, etag),
          assessments: () => api.assessments(sessionId),
          onSigned,
          place: tabStorage(),
          clock: systemClock,
        },
      ),
  );
  // Its cleanup runs at once. An ordinary effect's comes a frame later: what is saved in between would come back into a
  // tab that was just emptied.
  useLayoutEffect(() => {
    const close = openDrafts.hold(draft);
    return () => {
      close();
      draft.stop();
    };
  }, [draft]);
  return draft;
}
