import { ExamsApi, configurationOf, type Exam } from '@viva/client';
import { useCallback, useEffect, useState } from 'react';
import { serverClock } from '../api/client';
import { troubleOf, type Trouble } from '../api/problems';
import { changesIn, standingOf, type Standing } from './examWords';

const DEADLINE_MS = 15_000;
/** The service's clock is known to some tenths of a second: what opens now is asked for a moment later. */
const MARGIN_MS = 500;

interface Found {
  readonly exam?: Exam;
  readonly trouble?: Trouble;
}

export interface ReadExam extends Found {
  readonly standing?: Standing;
  readonly again: () => void;
}

/** An exam by its id, read again when it opens, for only then the service shows its case. */
export function useExam(examId: string): ReadExam {
  const [found, setFound] = useState<Found>({});
  const [visit, setVisit] = useState(0);
  const again = useCallback(() => setVisit((n) => n + 1), []);
  useEffect(() => {
    let here = true;
    const exams = new ExamsApi(configurationOf({ fetch: serverClock.fetch }));
    exams.getExam({ examId }, { signal: AbortSignal.timeout(DEADLINE_MS) }).then(
      (exam) => here && setFound({ exam }),
      async (error: unknown) => {
        const trouble = await troubleOf(error);
        // What was read before still holds.
        if (here) setFound(({ exam }) => ({ ...(exam && { exam }), trouble }));
      },
    );
    return () => {
      here = false;
    };
  }, [examId, visit]);
  const { exam } = found;
  useEffect(() => {
    const wait = exam && changesIn(exam, serverClock.now());
    if (wait === undefined) return undefined;
    const timer = setTimeout(again, wait + MARGIN_MS);
    return () => clearTimeout(timer);
  }, [exam, again]);
  return { ...found, ...(exam && { standing: standingOf(exam, serverClock.now()) }), again };
}
