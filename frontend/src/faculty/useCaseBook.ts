import { useEffect, useState } from 'react';
import type { FacultyApi } from './api';
import { CaseBook } from './cases';

const AGAIN_MS = 15_000;

/** The names of cases and patients; until they are read, and where they cannot be, ids stand in their place. */
export function useCaseBook(api: Pick<FacultyApi, 'cases'>): CaseBook {
  const [book, setBook] = useState(() => new CaseBook());
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let here = true;
    let again: ReturnType<typeof setTimeout> | undefined;
    api.cases().then(
      ({ scenarios, personas }) => here && setBook(new CaseBook(scenarios, personas)),
      () => {
        if (here) again = setTimeout(() => setAttempt(attempt + 1), AGAIN_MS);
      },
    );
    return () => {
      here = false;
      clearTimeout(again);
    };
  }, [api, attempt]);
  return book;
}
