import { systemClock } from '@viva/client';
import { useCallback, useEffect, useState } from 'react';
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
import { readDevice, type OnDevice } from './onDevice';
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
  const read = useCases(services);
  const { retry, refresh } = read;
  const [visit, setVisit] = useState(0);
  const device = useDevice(services, visit);
  // Nothing to press is there before what stands above it, and before its order is known.
  const state = device ? read : { retry, refresh };
  const { cases } = state;
  // Whoever was sent to log in comes back to what they had chosen.
  const [before] = useState(() => (wanted ? undefined : takeChoice()));
  const [scenarioId, setScenarioId] = useState(before?.scenarioId ?? wanted);
  const [personaId, setPersonaId] = useState(before?.personaId ?? '');
  const examId = before?.examId;
  useEffect(() => {
    // In place of this address, which holds the login's answer.
    if (examId) location.replace(examHref(examId));
  }, [examId]);
  const [applicant, setApplicant] = useState(recallApplicant);
  const forgotten = useCallback(() => {
    setApplicant(recallApplicant());
    setVisit((earlier) => earlier + 1);
  }, [setApplicant]);
  const login = useLogin(read.cases?.deployment, services, forgotten);
  const [starting, setStarting] = useState(false);
  const asked = askedOf(cases?.deployment, login.person, applicant);
  const scenario = cases?.scenarios.find((s) => s.scenarioId === scenarioId);
  const patients = cases && scenario ? fitting(scenario, cases.personas) : [];
  const patient = patients.find((p) => p.personaId === personaId) ?? patients[0];
  return (
    <Shell>
      {device && <Continue services={services} device={device} />}
      <h1>Choose a case</h1>
      <p className="lead">
        You meet a simulated patient, by voice or by text. Everything that is said is kept as a transcript.
      </p>
      <CasesState state={state} what="the cases" />
      {cases && scenarioId && !scenario && (
        <p role="alert">The case that you chose is not there any more. Choose another one.</p>
      )}
      {cases && !scenario && <LoginLine login={login} />}
      {cases && device && (
        <form className="choose" onSubmit={(event) => event.preventDefault()}>
          <CaseList
            scenarios={cases.scenarios}
            practised={device.practised}
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
                  deployment={cases.deployment}
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

/**
 * Undefined until it is read; then it stays, whatever comes later.
 *
 * @param visit another number reads it again
 */
function useDevice({ sessions, serverNow }: Services, visit: number): OnDevice | undefined {
  const [device, setDevice] = useState<OnDevice>();
  useEffect(() => {
    let here = true;
    void readDevice(sessions, serverNow(), systemClock).then((read) => here && setDevice(read));
    return () => {
      here = false;
    };
  }, [sessions, serverNow, visit]);
  return device;
}
