import { standingOf } from './connectionWords';
import type { EncounterState } from './encounterState';

export function ConnectionPill({ state }: { state: EncounterState }) {
  const { tone, words } = standingOf(state);
  return (
    <span className={`pill ${tone}`} role="status">
      <span className="dot" aria-hidden="true" />
      <span className="visually-hidden">Connection: </span>
      {words}
    </span>
  );
}
