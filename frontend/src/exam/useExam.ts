import { ExamsApi, configurationOf, systemClock } from '@viva/client';
import { useCallback, useEffect, useMemo } from 'react';
import { serverClock } from '../api/client';
import { tabAttention } from '../faculty/attention';
import { useStore } from '../ui/store';
import { ExamReader, type ExamFound } from './examReader';

const DEADLINE_MS = 15_000;

/** An exam by its id, kept up to date until its case can be shown. */
export function useExam(examId: string): ExamFound & { readonly again: () => void } {
  const reader = useMemo(() => {
    const exams = new ExamsApi(configurationOf({ fetch: serverClock.fetch }));
    return new ExamReader({
      read: () => exams.getExam({ examId }, { signal: AbortSignal.timeout(DEADLINE_MS) }),
      serverNow: serverClock.now,
      clock: systemClock,
      random: Math.random,
      attention: tabAttention,
    });
  }, [examId]);
  useEffect(() => {
    reader.start();
    return () => reader.stop();
  }, [reader]);
  const again = useCallback(() => reader.again(), [reader]);
  return { ...useStore(reader.store), again };
}
