import { Pill } from '../ui/Pill';
import { standingOf } from './connectionWords';
import type { EncounterState } from './encounterState';

export function ConnectionPill({ state }: { state: EncounterState }) {
  return <Pill standing={standingOf(state)} />;
}
