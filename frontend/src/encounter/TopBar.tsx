import { useState } from 'react';
import { nameAndTitle, participantWords } from '../device/speaker';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Mark } from '../ui/Shell';
import { ThemeToggle } from '../ui/ThemeToggle';
import { ConnectionPill } from './ConnectionPill';
import { PhaseStepper } from './PhaseStepper';
import type { EncounterController } from './encounterController';
import { hasEnded, type EncounterState } from './encounterState';
import { TalkMark } from './TalkMark';
import { TimeLeft } from './TimeLeft';

export function TopBar({ controller, state }: { controller: EncounterController; state: EncounterState }) {
  const { device, call, tabRole } = state;
  const [leaving, setLeaving] = useState(false);
  const inCall = tabRole === 'holder' && call.kind === 'connected' && !hasEnded(state);
  return (
    <header className="top-bar">
      <a
        className="brand"
        href="#/"
        aria-label="Viva, all cases"
        onClick={(event) => {
          if (!inCall) return;
          event.preventDefault();
          setLeaving(true);
        }}
      >
        <Mark />
      </a>
      <div className="who">
        <strong>{nameAndTitle(device)}</strong>
        <span className="quiet second">
          <TalkMark state={state} />
          <span className="case">
            <span className="code">{device.scenarioCode}</span> {device.scenarioTitle}
            {device.participant && <> · {participantWords(device)}</>}
          </span>
        </span>
      </div>
      {leaving && (
        <Dialog title="Leave the encounter?" onClose={() => setLeaving(false)}>
          <p>The call is hung up. The encounter stays open, and you can continue it from the first page.</p>
          <div className="actions">
            <a className="button primary" href="#/">
              Leave
            </a>
            <Button data-safe onClick={() => setLeaving(false)}>
              Stay
            </Button>
          </div>
        </Dialog>
      )}
      <PhaseStepper controller={controller} state={state} />
      <div className="standing">
        <TimeLeft state={state} />
        <ConnectionPill state={state} />
        <ThemeToggle />
      </div>
    </header>
  );
}
