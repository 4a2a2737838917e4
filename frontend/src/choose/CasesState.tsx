import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import type { useCases } from './useCases';

interface Props {
  state: ReturnType<typeof useCases>;
  /** What is waited for, such as `the cases`. */
  what: string;
}

/** What stands in place of the cases until they are there, and above them when they may be old. */
export function CasesState({ state: { cases, trouble, retry, refresh }, what }: Props) {
  return (
    <>
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={retry} />
        </TroubleNote>
      )}
      {cases?.unsure && (
        <TroubleNote trouble={cases.unsure}>
          <TryAgain trouble={cases.unsure} onClick={refresh} />
        </TroubleNote>
      )}
      {!cases && !trouble && (
        <p role="status" className="quiet">
          Fetching {what}…
        </p>
      )}
    </>
  );
}
