import { TimeOfDay } from '../time/TimeOfDay';
import { phaseWords, type PhaseMark } from './phases';

/** Where a phase begins in the conversation; announced there, as the lines are. */
export function PhaseRow({ mark }: { mark: PhaseMark }) {
  return (
    <p className="phase-row">
      <span>{phaseWords(mark.phase)}</span>
      <TimeOfDay at={mark.at} />
    </p>
  );
}
