import { useEffect, useState } from 'react';
import type { Trouble } from '../api/problems';
import { facultyTrouble } from './words';

export interface Read<T> {
  readonly value?: T;
  readonly trouble?: Trouble | undefined;
  /** The service has answered, or could not be asked. */
  readonly settled: boolean;
  /** Reads once more; what was read stays until then. */
  readonly again: () => void;
}

/** Something read from the service. `read` must stay the same function until something else is to be read. */
export function useRead<T>(read: () => Promise<T>): Read<T> {
  const [found, setFound] = useState<{ by?: () => Promise<T>; value?: T; trouble?: Trouble | undefined }>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let here = true;
    const failed = async (error: unknown) => {
      const trouble = await facultyTrouble(error);
      if (here) setFound((before) => ({ ...(before.by === read && before), by: read, trouble }));
    };
    read().then((value) => here && setFound({ by: read, value }), failed);
    return () => {
      here = false;
    };
  }, [read, attempt]);
  const again = () => setAttempt((before) => before + 1);
  // What was read for another question is no answer to this one.
  if (found.by !== read) return { settled: false, again };
  const { value, trouble } = found;
  return { ...(value !== undefined && { value }), trouble, settled: true, again };
}
