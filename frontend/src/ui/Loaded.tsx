import { useEffect, useState, type ComponentType } from 'react';
import { trouble } from '../api/problems';
import { TroubleNote, TryAgain } from './TroubleNote';

type Props<P> = P & {
  /** Must be the same function each time. */
  load: () => Promise<ComponentType<P>>;
};

/** A part of the page that is loaded when it is needed; where that fails, a sentence and another try. */
export function Loaded<P extends object>({ load, ...props }: Props<P>) {
  const [found, setFound] = useState<{ readonly Part?: ComponentType<P>; readonly failed?: boolean }>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let here = true;
    load().then(
      (Part) => here && setFound({ Part }),
      () => here && setFound({ failed: true }),
    );
    return () => {
      here = false;
    };
  }, [load, attempt]);
  const { Part, failed } = found;
  if (Part) return <Part {...(props as unknown as P)} />;
  if (!failed) return null;
  const why = trouble('network');
  return (
    <TroubleNote trouble={why}>
      <TryAgain trouble={why} onClick={() => setAttempt(attempt + 1)} />
    </TroubleNote>
  );
}
