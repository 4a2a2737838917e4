import type { GateStep, Phase } from '@viva/client';
import { PHASES, STEPS } from './words';

/** Where the encounter is, and which steps of the opening are done. */
export function Phases({ phase }: { phase: Phase }) {
  const at = PHASES.findIndex((one) => one.phase === phase);
  return (
    <div className="stepper">
      <ol aria-label="Phases of the encounter">
        {PHASES.map((one, i) => (
          <li key={one.phase} className={i < at ? 'done' : i === at ? 'now' : ''}>
            <span aria-current={i === at ? 'step' : undefined}>
              {one.name}
              {i < at && <span className="visually-hidden"> (done)</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** @param behind steps may be done of which nothing is known here */
export function Opening({ steps, behind }: { steps: ReadonlySet<GateStep>; behind: boolean }) {
  const [sign, words] = behind ? ['?', ': not known'] : ['○', ': not yet'];
  return (
    <ul className="opening" aria-label="Opening">
      {STEPS.map(({ step, name }) => (
        <li key={step} className={steps.has(step) ? 'done' : ''}>
          <span aria-hidden="true">{steps.has(step) ? '✓' : sign}</span> {name}
          <span className="visually-hidden">{steps.has(step) ? ': done' : words}</span>
        </li>
      ))}
    </ul>
  );
}
