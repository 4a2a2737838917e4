import type { Exam, PersonaView, ScenarioView } from '@viva/client';
import { useState } from 'react';
import { serverClock } from '../api/client';
import { troubleOf, type Trouble } from '../api/problems';
import type { Services } from '../services';
import { Button } from '../ui/Button';
import { forThisStudent } from '../device/tabOf';
import { tabStorage } from '../faculty/tabStorage';
import { go, href } from '../ui/route';
import { duration } from '../time/words';
import { TroubleNote, useWait } from '../ui/TroubleNote';
import { useHere } from '../ui/useHere';
import {
  admissionOf,
  codeOf,
  isOutdated,
  keepApplicant,
  missingOf,
  whyNotStarted,
  type Applicant,
  type Asked,
} from './admission';
import { keepWishes, keptWhile, offered, takeWishes, type Wishes } from './choice';
import { createOnce } from './createOnce';
import { StartKeys } from './startKey';
import { abilities, firstWay } from './startWords';
import type { CallMode } from '../call/state';
import { beginWith } from '../encounter/beginning';
import { LoginLine } from './LoginLine';
import { MicrophoneCheck } from './MicrophoneCheck';
import type { Cases } from './useCases';
import type { Login } from './useLogin';
import { WishFields } from './WishFields';

interface Props {
  services: Services;
  login: Login;
  asked: Asked;
  applicant: Applicant;
  /** The text to agree to or the case is another one now, or the exam is over. */
  onChanged: () => void;
  /** What was wished before the login. */
  before: Wishes | undefined;
  scenario: ScenarioView | undefined;
  patient: PersonaView | undefined;
  cases: Cases;
  /** An encounter is being created: who starts chooses nothing else meanwhile. */
  starting: boolean;
  onStarting: (starting: boolean) => void;
  /** What it is an attempt at: whom one speaks with is fixed then. */
  exam?: Exam | undefined;
}

export function StartBar(props: Props) {
  const { services, login, asked, applicant, before, scenario, patient, cases, exam } = props;
  const { starting, onStarting } = props;
  const { simulated, noVoice } = cases;
  const [wished, setWishes] = useState<Wishes>(before ?? (exam?.roleId ? { roleId: exam.roleId } : {}));
  const wishes = offered(wished, scenario, simulated);
  const [trouble, setTrouble] = useState<Trouble>();
  const [keys] = useState(startKeys);
  const wait = useWait(trouble);
  const here = useHere();
  const logIn = () => {
    const choice = scenario &&
      patient && {
        scenarioId: scenario.scenarioId,
        personaId: patient.personaId,
        wishes,
        ...(exam && { examId: exam.examId }),
      };
    return keptWhile(choice, login.logIn);
  };
  const start = async (mode: CallMode) => {
    if (!scenario || !patient) return;
    onStarting(true);
    setTrouble(undefined);
    try {
      if (login.needed) {
        await logIn();
        return onStarting(false); // Back from there by the browser's own button.
      }
      const subject = { scenarioId: scenario.scenarioId, personaId: patient.personaId };
      const newSession = {
        ...subject,
        ...wishes,
        ...admissionOf(asked, applicant),
        ...(exam && { examId: exam.examId }),
      };
      const code = codeOf(asked, applicant);
      const { credential, owner } = await forThisStudent(async () => ({
        credential: code ?? (await login.token()),
        owner: code ? undefined : await login.subject(),
      }));
      const by = code ?? owner ?? '';
      // Before the answer: after a reload the same is asked for again.
      keepApplicant(applicant);
      if (exam) keepWishes(exam.examId, wishes);
      const api = services.startApi(credential);
      const created = await forThisStudent(() => createOnce(api, keys, newSession, by));
      const stored = await services.sessions.keep(created, scenario, patient, {
        examId: exam?.examId,
        owner,
      });
      keys.answered(newSession, by, stored);
      if (exam) takeWishes(exam.examId);
      // Who has gone elsewhere meanwhile finds it among those left open.
      if (!here()) return onStarting(false);
      beginWith(created.session.sessionId, mode);
      go(href('encounter', created.session.sessionId));
    } catch (error) {
      const found = await troubleOf(error);
      if (isOutdated(found)) props.onChanged();
      // Nobody has an access to this encounter yet: what is refused is the login.
      const byLogin = found.status === 401 && login.state === 'in' && !codeOf(asked, applicant);
      setTrouble(byLogin ? await troubleOf(login.refused()) : whyNotStarted(found, asked, applicant, exam));
      onStarting(false);
    }
  };
  const speaking = scenario?.roles.find((role) => role.roleId === wishes.roleId);
  const name = speaking?.name ?? patient?.name.split(' ')[0] ?? 'the patient';
  // Who has to log in first says the rest when they come back.
  const missing = !cases.deployment
    ? 'How an encounter starts here is not known yet: try again above.'
    : login.needed
      ? ''
      : missingOf(asked, applicant);
  const checking = login.on && login.state === 'checking';
  const unable = !scenario || !patient || missing !== '' || starting || wait > 0 || checking;
  const label = login.needed ? 'Log in to start' : exam ? 'Begin the exam' : 'Start encounter';
  const first = firstWay(simulated, noVoice);
  return (
    <div className="start">
      {scenario && (
        <WishFields
          scenario={scenario}
          patient={patient}
          simulated={simulated}
          fixedRole={exam !== undefined}
          wishes={wishes}
          onChange={setWishes}
        />
      )}
      {first === 'voice' && <MicrophoneCheck />}
      <div className="start-bar">
        {trouble && (
          <TroubleNote trouble={trouble}>
            {trouble.code === 'attempt_used' && (
              <a className="button" href="#/mine">
                To my encounters
              </a>
            )}
          </TroubleNote>
        )}
        <LoginLine login={login} logIn={logIn} besideButton fixed={starting} />
        <p className="quiet">{abilities(name, simulated, noVoice)}</p>
        {missing && <p id="start-missing">{missing}</p>}
        <Button
          look="primary"
          disabled={unable}
          aria-describedby={missing ? 'start-missing' : undefined}
          onClick={() => void start(first)}
        >
          {starting ? 'Starting…' : wait > 0 ? `Start in ${duration(wait)}` : label}
        </Button>
        {first !== 'typed' && !login.needed && (
          <Button disabled={unable} onClick={() => void start('typed')}>
            {exam ? 'Begin typing only' : 'Start typing only'}
          </Button>
        )}
      </div>
    </div>
  );
}

function startKeys(): StartKeys {
  const randomBytes = (n: number) => crypto.getRandomValues(new Uint8Array(n));
  return new StartKeys({ randomBytes, place: tabStorage(), now: serverClock.now });
}
