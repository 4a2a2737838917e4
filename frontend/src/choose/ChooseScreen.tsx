import { useEffect, useState } from 'react';
import type { Services } from '../services';
import { examHref } from '../ui/route';
import { Shell } from '../ui/Shell';
import { askedOf, recallApplicant } from './admission';
import { CasesState } from './CasesState';
import { CaseList } from './CaseList';
import { fitting } from './cases';
import { Continue } from './Continue';
import { takeChoice } from './choice';
import { DoorCard } from './DoorCard';
import { LoginLine } from './LoginLine';
import { StartBar } from './StartBar';
import { useCases } from './useCases';
import { useLogin } from './useLogin';
import { You } from './You';

interface Props {
  services: Services;
  /** Chosen from the start, as by "practise again". */
  scenarioId: string | undefined;
}

/** Case and patient in one view: a case brings its first patient along, and a second click starts. */
export function ChooseScreen({ services, scenarioId: wanted = '' }: Props) {
  const state = useCases(services);
  const { cases, refresh } = state;
  const practised = usePractised(services);
  // Whoever was sent to log in comes back to what they had chosen.
  const [before] = useState(() => (wanted ? undefined : takeChoice()));
  const [scenarioId, setScenarioId] = useState(before?.scenarioId ?? wanted);
  const [personaId, setPersonaId] = useState(before?.personaId ?? '');
  const examId = before?.examId;
  useEffect(() => {
    // In place of this address, which holds the login's answer.
    if (examId) location.replace(examHref(examId));
  }, [examId]);
  const login = useLogin(cases?.deployment);
  const [applicant, setApplicant] = useState(recallApplicant);
  const [starting, setStarting] = useState(false);
  const asked = askedOf(cases?.deployment, login.person, applicant);
  const scenario = cases?.scenarios.find((s) => s.scenarioId === scenarioId);
  const patients = cases && scenario ? fitting(scenario, cases.personas) : [];
  const patient = patients.find((p) => p.personaId === personaId) ?? patients[0];
  return (
    <Shell>
      <Continue services={services} />
      <h1>Choose a case</h1>
      <p className="lead">
        You meet a simulated patient, by voice or by text. Everything that is said is kept as a transcript.
      </p>
      <CasesState state={state} what="the cases" />
      {cases && !scenario && <LoginLine login={login} />}
      {cases && (
        <form className="choose" onSubmit={(event) => event.preventDefault()}>
          <CaseList
            scenarios={cases.scenarios}
            practised={practised}
            chosen={scenarioId}
            onChoose={setScenarioId}
            fixed={starting}
            door={
              scenario && (
                <DoorCard
                  scenario={scenario}
                  patients={patients}
                  chosen={patient}
                  onChoose={setPersonaId}
                  retentionS={cases.deployment?.retentionS}
                >
                  {!login.needed && <You asked={asked} applicant={applicant} onChange={setApplicant} />}
                  <StartBar
                    key={scenarioId}
                    services={services}
                    login={login}
                    asked={asked}
                    applicant={applicant}
                    onChanged={refresh}
                    before={before?.scenarioId === scenarioId ? before.wishes : undefined}
                    scenario={scenario}
                    patient={patient}
                    cases={cases}
                    starting={starting}
                    onStarting={setStarting}
                  />
                </DoorCard>
              )
            }
          />
        </form>
      )}
    </Shell>
  );
}

/** How often each case was practised on this device. */
function usePractised({ sessions }: Services): ReadonlyMap<string, number> {
  const [practised, setPractised] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    let here = true;
    sessions.all().then(
      (all) => {
        const times = new Map<string, number>();
        for (const { scenarioId: id } of all) if (id) times.set(id, (times.get(id) ?? 0) + 1);
        if (here) setPractised(times);
      },
      () => undefined, // Only the order depends on it; what is wrong with the storage is said above.
    );
    return () => {
      here = false;
    };
  }, [sessions]);
  return practised;
}
