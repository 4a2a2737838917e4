import type { PersonaView, ScenarioView } from '@viva/client';
import { useCallback, useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import type { Services } from '../services';

export interface Cases {
  readonly scenarios: ScenarioView[];
  readonly personas: PersonaView[];
}

/** The cases and patients, or why there are none, and a way to try again. */
export function useCases(services: Services) {
  const [cases, setCases] = useState<Cases>();
  const [trouble, setTrouble] = useState<Trouble>();
  const load = useCallback(async () => {
    setTrouble(undefined);
    try {
      const within = () => ({ signal: AbortSignal.timeout(15_000) });
      const [s, p] = await Promise.all([
        services.cases.listScenarios({}, within()),
        services.cases.listPersonas({}, within()),
      ]);
      setCases({ scenarios: s.scenarios, personas: p.personas });
    } catch (error) {
      setTrouble(await troubleOf(error));
    }
  }, [services]);
  useEffect(() => void load(), [load]);
  return { cases, trouble, load };
}
