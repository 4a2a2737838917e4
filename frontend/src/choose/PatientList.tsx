import type { PersonaView, ScenarioView } from '@viva/client';

interface Props {
  patients: PersonaView[];
  chosen: string;
  onChoose: (personaId: string) => void;
  scenario: ScenarioView;
}

export function PatientList({ patients, chosen, onChoose, scenario }: Props) {
  return (
    <fieldset className="step">
      <legend>
        <span className="number">2</span> Patient
      </legend>
      <div className="known">
        <p>{scenario.briefing}</p>
        <p>
          <strong>Your task:</strong> {scenario.task}
        </p>
      </div>
      {patients.length === 0 && (
        <p className="quiet">No patient fits this case at present. Choose another case.</p>
      )}
      <ul className="cards">
        {patients.map((p) => (
          <li key={p.personaId}>
            <label className="card">
              <input
                type="radio"
                name="patient"
                value={p.personaId}
                checked={p.personaId === chosen}
                onChange={() => onChoose(p.personaId)}
                aria-describedby={`about-${p.personaId}`}
              />
              <span className="card-title">{p.name}</span>
              <span id={`about-${p.personaId}`} className="card-about">
                <span className="facts">
                  <span>{p.age} years</span>
                  <span>{p.pronouns}</span>
                  <span>{p.occupation}</span>
                </span>
                <span>{p.summary}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
