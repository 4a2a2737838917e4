import type { Exam, PersonaView, ScenarioView } from '@viva/client';
import { useCallback, useState } from 'react';
import { askedInExam, askedOf, recallApplicant } from '../choose/admission';
import { takeWishes } from '../choose/choice';
import { CasesState } from '../choose/CasesState';
import { Door, PatientFacts } from '../choose/DoorCard';
import { StartBar } from '../choose/StartBar';
import { useCases, type Cases } from '../choose/useCases';
import { useLogin } from '../choose/useLogin';
import { You } from '../choose/You';
import { useNow } from '../faculty/useNow';
import type { Services } from '../services';
import { atTime } from '../time/words';
import { Icon } from '../ui/icons';

interface Props {
  services: Services;
  exam: Exam;
  /** The exam is not what it was read as. */
  onChanged: () => void;
}

/** The door of an exam that is open: its case, its patient, what counts, and the way in. */
export function ExamStart({ services, exam, onChanged }: Props) {
  const state = useCases(services);
  const { cases, refresh } = state;
  const scenario = cases?.scenarios.find(({ scenarioId }) => scenarioId === exam.scenarioId);
  const patient = cases?.personas.find(({ personaId }) => personaId === exam.personaId);
  return (
    <>
      <CasesState state={state} what="the case" />
      {cases && (!scenario || !patient) && (
        <p role="alert">The case of this exam is not there any more. Tell your teacher at once.</p>
      )}
      {cases && scenario && patient && (
        <Way
          {...{ services, exam, cases, scenario, patient }}
          onChanged={() => {
            refresh();
            onChanged();
          }}
        />
      )}
    </>
  );
}

type WayProps = Props & { cases: Cases; scenario: ScenarioView; patient: PersonaView };

function Way({ services, exam, cases, scenario, patient, onChanged }: WayProps) {
  const { deployment } = cases;
  const [before] = useState(() => takeWishes(exam.examId));
  const [applicant, setApplicant] = useState(recallApplicant);
  const forgotten = useCallback(() => setApplicant(recallApplicant()), []);
  const login = useLogin(deployment, services, forgotten);
  const [starting, setStarting] = useState(false);
  const asked = askedInExam(askedOf(deployment, login.person, applicant), login.person, exam);
  return (
    <form className="door-card exam-door" onSubmit={(event) => event.preventDefault()}>
      <Door
        scenario={scenario}
        patient={
          <p className="exam-patient">
            <span className="quiet">Your patient:</span> <PatientFacts patient={patient} />
          </p>
        }
        deployment={deployment}
        terms={<Terms exam={exam} logsIn={deployment?.students === 'oidc' || login.state === 'in'} />}
      />
      {!login.needed && <You asked={asked} applicant={applicant} onChange={setApplicant} />}
      <StartBar
        {...{ services, login, asked, applicant, onChanged, scenario, patient, cases, exam, starting }}
        onStarting={setStarting}
        before={before}
      />
    </form>
  );
}

interface TermsProps {
  exam: Pick<Exam, 'closesAt' | 'releasedAt'>;
  /** Whether the student is logged in, or must log in to begin. */
  logsIn: boolean;
}

export function Terms({ exam: { closesAt, releasedAt }, logsIn }: TermsProps) {
  const now = useNow();
  return (
    <>
      <li>
        <Icon name="clock" />
        It ends {atTime(closesAt, now)} at the latest, also for those who begin late.
      </li>
      <li>
        <Icon name="question" />
        You have one attempt. If you are interrupted,{' '}
        {logsIn
          ? 'log in on this device or another one, and continue under “My encounters”.'
          : 'come back to this page on this device and continue.'}
      </li>
      <li>
        <Icon name="sheet" />
        In place of your name the conversation shows a code, so that nobody needs to know whom they assess.
        You can read it again, and what you achieved,{' '}
        {releasedAt
          ? 'after you have ended it: the results are released already.'
          : 'when your teachers release the results.'}
      </li>
    </>
  );
}
