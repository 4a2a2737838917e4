import type { Phase } from '@viva/client';
import { useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import type { EncounterController } from './encounterController';
import { mayTakePart, type EncounterState } from './encounterState';
import { PHASES } from './phases';

export function PhaseStepper({
  controller,
  state,
}: {
  controller: EncounterController;
  state: EncounterState;
}) {
  // One phase, not whichever is next: the button in the dialog must not become another one under the press.
  const [asking, setAsking] = useState<Phase>();
  const at = PHASES.findIndex((step) => step.phase === state.conversation.phase);
  const next = PHASES[at + 1];
  const current = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    // The button that led here is gone, and the focus with it.
    if (at > 0 && document.activeElement === document.body) current.current?.focus();
  }, [at]);
  const mayAdvance = mayTakePart(state);
  const { advancing } = state;
  const advance = () => {
    setAsking(undefined);
    if (asking) void controller.advance(asking);
  };
  return (
    <nav className="stepper" aria-label="Phases of the encounter">
      <ol>
        {PHASES.map((step, i) => (
          <li key={step.phase} className={i < at ? 'done' : i === at ? 'now' : ''}>
            {i === at + 1 && mayAdvance ? (
              <button
                type="button"
                // Not `disabled`: that would take the focus away.
                aria-disabled={advancing !== undefined}
                aria-busy={advancing === step.phase}
                onClick={() => setAsking(advancing ? undefined : step.phase)}
                aria-label={
                  advancing === step.phase
                    ? `Going on to ${step.name}…`
                    : `Go on to ${step.name}, ${step.long}`
                }
              >
                {advancing === step.phase ? `${step.name}…` : step.name}
              </button>
            ) : (
              <span
                ref={i === at ? current : undefined}
                tabIndex={i === at ? -1 : undefined}
                aria-current={i === at ? 'step' : undefined}
              >
                {step.name}
                {i < at && <span className="visually-hidden"> (done)</span>}
              </span>
            )}
          </li>
        ))}
      </ol>
      {next && mayAdvance && asking === next.phase && (
        <Dialog title={`Go on to ${next.long}?`} onClose={() => setAsking(undefined)}>
          <p>The patient is told, and there is no way back to {PHASES[at]!.long}.</p>
          <div className="actions">
            <Button look="primary" onClick={advance}>
              Go on to {next.name}
            </Button>
            <Button data-safe onClick={() => setAsking(undefined)}>
              Stay
            </Button>
          </div>
        </Dialog>
      )}
    </nav>
  );
}
