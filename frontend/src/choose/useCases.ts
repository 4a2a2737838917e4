import type { DeploymentView, PersonaView, ScenarioView } from '@viva/client';
import { useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import type { Services } from '../services';

const DEADLINE_MS = 15_000;

export interface Cases {
  readonly scenarios: ScenarioView[];
  readonly personas: PersonaView[];
  /** A scripted patient answers, who cannot hear; unknown counts as no. */
  readonly simulated: boolean;
  /** Why there are no voice calls, in words. */
  readonly noVoice?: string;
  /** How the deployment works; absent if it could not be read, and then nobody can start. */
  readonly deployment?: DeploymentView;
  /** Why it could not be read. */
  readonly unsure?: Trouble;
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
  /** Reads again and shows what is there meanwhile. */
  const refresh = () => setAttempt(attempt + 1);
  return { ...found, retry, refresh };
}

/** Never throws. */
async function readCases({ cases, voices, deployments }: Services): Promise<Found> {
  const init = { signal: AbortSignal.timeout(DEADLINE_MS) };
  try {
    const unknown = () => undefined;
    const [{ scenarios }, { personas }, voice, how] = await Promise.all([
      cases.listScenarios({}, init),
      cases.listPersonas({}, init),
      voices.listVoices({}, init).catch(unknown),
      deployments.getDeployment(init).then(
        (deployment) => ({ deployment }),
        async (error: unknown) => ({ unsure: inStart(await troubleOf(error)) }),
      ),
    ]);
    const simulated = voice?.simulated === true;
    return {
      cases: {
        scenarios,
        personas,
        simulated,
        ...(voice?.unavailable && { noVoice: voice.unavailable }),
        ...how,
      },
    };
  } catch (error) {
    return { trouble: await troubleOf(error) };
  }
}

/** To start as anyone where a code or a login is asked for would only be refused later, or end in the wrong name. */
function inStart(trouble: Trouble): Trouble {
  const words = `How an encounter starts here could not be read, so none can start yet. ${trouble.words}`;
  return { ...trouble, words };
}
