import { Mark } from '../ui/Shell';
import { ThemeToggle } from '../ui/ThemeToggle';
import { ConnectionPill } from './ConnectionPill';
import { PhaseStepper } from './PhaseStepper';
import type { Room } from './room';
import type { RoomState } from './roomState';
import { TimeLeft } from './TimeLeft';

export function TopBar({ room, state }: { room: Room; state: RoomState }) {
  const { device } = state;
  return (
    <header className="top-bar">
      <a className="brand" href="#/" aria-label="Viva, all cases">
        <Mark />
      </a>
      <div className="who">
        <strong>{device.personaName}</strong>
        <span className="quiet">
          <span className="code">{device.scenarioCode}</span> {device.scenarioTitle}
        </span>
      </div>
      <PhaseStepper room={room} state={state} />
      <div className="standing">
        <TimeLeft state={state} />
        <ConnectionPill state={state} />
        <ThemeToggle />
      </div>
    </header>
  );
}
