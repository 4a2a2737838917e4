import { useState } from 'react';
import type { Services } from '../services';
import { Shell } from '../ui/Shell';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { CaseList } from './CaseList';
import { fitting } from './cases';
import { Continue } from './Continue';
import { PatientList } from './PatientList';
import { StartBar } from './StartBar';
import { useCases } from './useCases';

export function ChooseScreen({ services }: { services: Services }) {
  const { cases, trouble, retry } = useCases(services);
  const [scenarioId, setScenarioId] = useState('');
  const [personaId, setPersonaId] = useState('');
  const scenario = cases?.scenarios.find((s) => s.scenarioId === scenarioId);
  const patients = cases && scenario ? fitting(scenario, cases.personas) : [];
  const patient = patients.find((p) => p.personaId === personaId);
  return (
    <Shell>
      <Continue services={services} />
      <h1>Choose a case</h1>
      <p className="lead">
        You meet a simulated patient, by voice or by text. Everything that is said is kept as a transcript.
      </p>
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={retry} />
        </TroubleNote>
      )}
      {!cases && !trouble && (
        <p role="status" className="quiet">
          Fetching the cases…
        </p>
      )}
      {cases && (
        <form className="choose" onSubmit={(event) => event.preventDefault()}>
          <CaseList scenarios={cases.scenarios} chosen={scenarioId} onChoose={setScenarioId} />
          {scenario && (
            <PatientList patients={patients} chosen={personaId} onChoose={setPersonaId} scenario={scenario} />
          )}
          <StartBar
            key={scenarioId}
            services={services}
            scenario={scenario}
            patient={patient}
            simulated={cases.simulated}
          />
        </form>
      )}
    </Shell>
  );
}
