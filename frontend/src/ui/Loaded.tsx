import { systemClock } from '@viva/client';
import { LateError } from '@viva/client/toolkit';
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { trouble, type Trouble } from '../api/problems';
import { Parts } from './parts';
import { Awaited } from './TroubleNote';

type Props<P> = P & {
  /** Must be the same function each time. */
  load: () => Promise<ComponentType<P>>;
  /** Puts what is said of the loading where the part will be. */
  frame?: (said: ReactNode) => ReactNode;
};

interface Found<P> {
  readonly Part?: ComponentType<P> | undefined;
  readonly why?: Trouble;
}

const parts = new Parts({ clock: systemClock, answers: serviceAnswers, reload: () => location.reload() });

/** A part of the page that is loaded when it is needed; where that fails, a sentence and another try. */
export function Loaded<P extends object>({ load, frame = asItIs, ...props }: Props<P>) {
  const [{ Part, why }, setFound] = useState<Found<P>>(() => ({ Part: parts.ready(load) }));
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let here = true;
    const loading = attempt === 0 ? parts.load(load) : parts.loadAgain(load, () => here);
    loading.then(
      (found) => here && setFound({ Part: found }),
      (error: unknown) =>
        here && setFound({ why: trouble(error instanceof LateError ? 'timeout' : 'network') }),
    );
    return () => {
      here = false;
    };
  }, [load, attempt]);
  if (Part) return <Part {...(props as unknown as P)} />;
  const again = () => {
    setFound({});
    setAttempt(attempt + 1);
  };
  return frame(<Awaited trouble={why} again={again} />);
}

function asItIs(said: ReactNode): ReactNode {
  return said;
}

const ANSWERED_WITHIN_MS = 5_000;

/** Never throws. */
async function serviceAnswers(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWERED_WITHIN_MS);
    return (await fetch('/health/live', { signal })).ok;
  } catch {
    return false;
  }
}
