import type { DeploymentView, PersonaView, ScenarioView } from '@viva/client';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { count } from '../time/words';
import { Icon } from '../ui/icons';
import { readers } from './doorWords';

interface Props {
  scenario: ScenarioView;
  patients: PersonaView[];
  chosen: PersonaView | undefined;
  onChoose: (personaId: string) => void;
  /** How the deployment keeps what is said; undefined while that is not known. */
  deployment: DeploymentView | undefined;
  /** What starts the encounter. */
  children: ReactNode;
}

/** What stands on the door of the consulting room: who waits, what is known, the task, the time, and who reads. */
export function DoorCard({ scenario, patients, chosen, onChoose, deployment, children }: Props) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    void card.current?.scrollIntoView({ block: 'nearest' });
  }, [scenario.scenarioId]);
  return (
    <div className="door-card" ref={card}>
      <Door
        scenario={scenario}
        patient={<Patients patients={patients} chosen={chosen} onChoose={onChoose} />}
        deployment={deployment}
      />
      {children}
    </div>
  );
}

type DoorProps = Pick<Props, 'scenario' | 'deployment'> & {
  patient: ReactNode;
  /** What else to know before one starts. */
  terms?: ReactNode;
};

export function Door({ scenario, patient, terms, deployment }: DoorProps) {
  return (
    <>
      <h2>
        <span className="code">{scenario.code}</span> {scenario.title}
      </h2>
      <p>{scenario.briefing}</p>
      <p>
        <strong>Your task:</strong> {scenario.task}
      </p>
      {patient}
      <ul className="terms">
        <li>
          <Icon name="clock" />
          About {count(scenario.minutes, 'minute')} from the moment you start. For: {lowered(scenario.level)}.
        </li>
        {terms}
        {readers(deployment).map((words) => (
          <li key={words}>
            <Icon name="info" />
            {words}
          </li>
        ))}
      </ul>
    </>
  );
}

function lowered(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1).replace(/\.$/, '');
}

type PatientProps = Pick<Props, 'patients' | 'chosen' | 'onChoose'>;

function Patients({ patients, chosen, onChoose }: PatientProps) {
  if (patients.length === 0) {
    return <p className="quiet">No patient fits this case at present. Choose another case.</p>;
  }
  return (
    <fieldset className="patients">
      <legend>{patients.length === 1 ? 'Your patient' : 'Your patient: choose one'}</legend>
      {patients.map((p) => (
        <label key={p.personaId} className="patient-choice">
          <input
            type="radio"
            name="patient"
            value={p.personaId}
            checked={p.personaId === chosen?.personaId}
            onChange={() => onChoose(p.personaId)}
          />
          <PatientFacts patient={p} />
        </label>
      ))}
    </fieldset>
  );
}

export function PatientFacts({ patient: { name, age, pronouns, occupation } }: { patient: PersonaView }) {
  return (
    <span>
      <strong>{name}</strong>
      <span className="quiet facts">
        <span>{age} years</span>
        <span>{pronouns}</span>
        <span>{occupation}</span>
      </span>
    </span>
  );
}
