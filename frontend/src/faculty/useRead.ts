import { useEffect, useState } from 'react';
import type { Trouble } from '../api/problems';
import { facultyTrouble } from './words';

export interface Read<T> {
  readonly value?: T;
  readonly trouble?: Trouble | undefined;
  /** The service has answered, or could not be asked. */
  readonly settled: boolean;
  /** A read is under way. */
  readonly reading: boolean;
  /** Reads once more, in place of a read that is under way; what was read stays until then. */
  readonly again: () => void;
}

/** The last read that was answered: of what, and which. */
interface Found<T> {
  readonly by?: () => Promise<T>;
  readonly attempt?: number;
  readonly value?: T;
  readonly trouble?: Trouble | undefined;
}

/** Something read from the service. `read` must stay the same function until something else is to be read. */
export function useRead<T>(read: () => Promise<T>): Read<T> {
  const [found, setFound] = useState<Found<T>>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let here = true;
    const failed = async (error: unknown) => {
      const trouble = await facultyTrouble(error);
      if (here) setFound((before) => ({ ...(before.by === read && before), by: read, attempt, trouble }));
    };
    read().then((value) => here && setFound({ by: read, attempt, value }), failed);
    return () => {
      here = false;
    };
  }, [read, attempt]);
  const again = () => setAttempt((before) => before + 1);
  return { ...shownOf(found, read, attempt), again };
}

/** @param attempt the one that was asked for last */
export function shownOf<T>(found: Found<T>, read: () => Promise<T>, attempt: number): Omit<Read<T>, 'again'> {
  // What was read for another question is no answer to this one.
  if (found.by !== read) return { settled: false, reading: true };
  const { value, trouble } = found;
  return {
    ...(value !== undefined && { value }),
    trouble,
    settled: true,
    reading: found.attempt !== attempt,
  };
}
