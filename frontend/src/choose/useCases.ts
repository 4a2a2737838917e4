import type { PersonaView, ScenarioView } from '@viva/client';
import { useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import type { Services } from '../services';

const DEADLINE_MS = 15_000;

export interface Cases {
  readonly scenarios: ScenarioView[];
  readonly personas: PersonaView[];
  /** A scripted patient answers; unknown counts as no. */
  readonly simulated: boolean;
}

interface Found {
  readonly cases?: Cases;
  readonly trouble?: Trouble;
}

/** The cases and patients, or why there are none, and a way to try again. */
export function useCases(services: Services) {
  const [found, setFound] = useState<Found>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    void readCases(services).then((read) => current && setFound(read));
    return () => {
      current = false;
    };
  }, [services, attempt]);
  const retry = () => {
    setFound({});
    setAttempt(attempt + 1);
  };
  return { ...found, retry };
}

/** Never throws. */
async function readCases({ cases, voices }: Services): Promise<Found> {
  const init = { signal: AbortSignal.timeout(DEADLINE_MS) };
  try {
    const [{ scenarios }, { personas }, simulated] = await Promise.all([
      cases.listScenarios({}, init),
      cases.listPersonas({}, init),
      voices.listVoices({}, init).then(
        (list) => list.simulated === true,
        () => false,
      ),
    ]);
    return { cases: { scenarios, personas, simulated } };
  } catch (error) {
    return { trouble: await troubleOf(error) };
  }
}
