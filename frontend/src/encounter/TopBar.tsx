import { fullName } from '../device/speaker';
import { Mark } from '../ui/Shell';
import { ThemeToggle } from '../ui/ThemeToggle';
import { ConnectionPill } from './ConnectionPill';
import { PhaseStepper } from './PhaseStepper';
import type { EncounterController } from './encounterController';
import type { EncounterState } from './encounterState';
import { TalkMark } from './TalkMark';
import { TimeLeft } from './TimeLeft';

export function TopBar({ controller, state }: { controller: EncounterController; state: EncounterState }) {
  const { device } = state;
  return (
    <header className="top-bar">
      <a className="brand" href="#/" aria-label="Viva, all cases">
        <Mark />
      </a>
      <div className="who">
        <strong>
          {fullName(device)}
          {device.speaker && `, ${device.speaker.title}`}
        </strong>
        <span className="quiet second">
          <TalkMark state={state} />
          <span className="case">
            <span className="code">{device.scenarioCode}</span> {device.scenarioTitle}
          </span>
        </span>
      </div>
      <PhaseStepper controller={controller} state={state} />
      <div className="standing">
        <TimeLeft state={state} />
        <ConnectionPill state={state} />
        <ThemeToggle />
      </div>
    </header>
  );
}
