import type { PersonaView, ScenarioView } from '@viva/client';
import { useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import type { Services } from '../services';
import { Button } from '../ui/Button';
import { go, href } from '../ui/route';
import { duration } from '../time/words';
import { TroubleNote, useWait } from '../ui/TroubleNote';
import { keepChoice, type Wishes } from './choice';
import { StartKey } from './startKey';
import type { CallMode } from '../call/state';
import { beginWith } from '../encounter/beginning';
import { LANGUAGES, languageName } from './cases';
import { LoginLine } from './LoginLine';
import { MicrophoneCheck } from './MicrophoneCheck';
import type { Cases } from './useCases';
import type { Login } from './useLogin';

interface Props {
  services: Services;
  login: Login;
  /** What was wished before the login. */
  before: Wishes | undefined;
  scenario: ScenarioView | undefined;
  patient: PersonaView | undefined;
  cases: Cases;
}

export function StartBar({ services, login, before, scenario, patient, cases }: Props) {
  const { simulated, noVoice } = cases;
  const [wishes, setWishes] = useState<Wishes>(before ?? {});
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const [key] = useState(() => new StartKey((n) => crypto.getRandomValues(new Uint8Array(n))));
  const wait = useWait(trouble);
  const keep = () => {
    if (scenario && patient)
      keepChoice({ scenarioId: scenario.scenarioId, personaId: patient.personaId, wishes });
  };
  const start = async (mode: CallMode) => {
    if (!scenario || !patient) return;
    setBusy(true);
    setTrouble(undefined);
    try {
      if (login.needed) {
        keep();
        await login.logIn();
        return setBusy(false); // Back from there by the browser's own button.
      }
      const newSession = { scenarioId: scenario.scenarioId, personaId: patient.personaId, ...wishes };
      const created = await services
        .startApi(await login.token())
        .createSession(
          { newSession, idempotencyKey: key.of(newSession) },
          { signal: AbortSignal.timeout(15_000) },
        );
      await services.sessions.keep(created, scenario, patient);
      beginWith(created.session.sessionId, mode);
      go(href('encounter', created.session.sessionId));
    } catch (error) {
      const found = await troubleOf(error);
      // Nobody has an access to this encounter yet: what is refused is the login.
      setTrouble(found.status === 401 && login.on ? await troubleOf(login.refused()) : found);
      setBusy(false);
    }
  };
  const speaking = scenario?.roles.find((role) => role.roleId === wishes.roleId);
  const name = speaking?.name ?? patient?.name.split(' ')[0] ?? 'the patient';
  const unable = !scenario || !patient || busy || wait > 0 || (login.on && login.state === 'checking');
  const label = login.needed ? 'Log in to start' : 'Start encounter';
  const how = waysToBegin(simulated, noVoice);
  return (
    <div className="start">
      {scenario && (
        <WishFields
          scenario={scenario}
          patient={patient}
          simulated={simulated}
          wishes={wishes}
          onChange={setWishes}
        />
      )}
      {how.first === 'voice' && <MicrophoneCheck />}
      <div className="start-bar">
        {trouble && <TroubleNote trouble={trouble} />}
        <LoginLine login={login} onLeave={keep} besideButton />
        <p className="quiet">{abilities(name, simulated, noVoice)}</p>
        <Button look="primary" disabled={unable} onClick={() => void start(how.first)}>
          {busy ? 'Starting…' : wait > 0 ? `Start in ${duration(wait)}` : label}
        </Button>
        {how.first !== 'typed' && !login.needed && (
          <Button disabled={unable} onClick={() => void start('typed')}>
            Start typing only
          </Button>
        )}
      </div>
    </div>
  );
}

/** What works best here begins with the first button. */
function waysToBegin(simulated: boolean, noVoice: string | undefined): { first: CallMode } {
  if (noVoice) return { first: 'typed' };
  return { first: simulated ? 'text' : 'voice' };
}

/** What the deployment can do, before anything counts. */
function abilities(name: string, simulated: boolean, noVoice: string | undefined): string {
  if (noVoice) return `You type, and ${name} answers in writing. ${noVoice}`;
  if (simulated)
    return `Practice mode: a scripted patient answers what you type, aloud and in writing. It cannot hear you.`;
  return `You speak with ${name}. You can type at any time.`;
}

interface WishProps extends Pick<Props, 'patient'> {
  simulated: boolean;
  scenario: ScenarioView;
  wishes: Wishes;
  onChange: (wishes: Wishes) => void;
}

function WishFields({ scenario, patient, simulated, wishes, onChange }: WishProps) {
  const set = (name: keyof Wishes) => (value: string) => {
    const { [name]: _before, ...rest } = wishes;
    onChange(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <details className="wishes">
      <summary>{spoken(scenario, patient, wishes)}</summary>
      {simulated && (
        <p id="language-why" className="quiet">
          Practice mode: the scripted patient speaks and understands only the language in which the case is
          written.
        </p>
      )}
      <div className="filters">
        <LanguageField
          label="You speak"
          value={wishes.inputLanguage}
          fixed={simulated}
          onChange={set('inputLanguage')}
        />
        <LanguageField
          label="The patient answers in"
          value={wishes.replyLanguage}
          fixed={simulated}
          onChange={set('replyLanguage')}
        />
        {scenario.roles.length > 0 && (
          <label>
            Who speaks
            <select value={wishes.roleId ?? ''} onChange={(e) => set('roleId')(e.target.value)}>
              <option value="">{patient ? `${patient.name}, the patient` : 'The patient'}</option>
              {scenario.roles.map((role) => (
                <option key={role.roleId} value={role.roleId}>
                  {role.name}, {role.title}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </details>
  );
}

/** Language and role in one sentence; what is not wished for is as the case has it. */
function spoken(scenario: ScenarioView, patient: PersonaView | undefined, wishes: Wishes): string {
  const role = scenario.roles.find(({ roleId }) => roleId === wishes.roleId);
  const who = role ? `${role.name}, ${role.title}` : `${patient?.name ?? 'the patient'}`;
  const { inputLanguage, replyLanguage } = wishes;
  const mine = inputLanguage ? ` You speak ${languageName(inputLanguage)}.` : '';
  const theirs = replyLanguage ? ` The answers are in ${languageName(replyLanguage)}.` : '';
  const usual = mine || theirs ? '' : ' Both speak the language of the case.';
  return `You speak with ${who}.${mine}${theirs}${usual} Change`;
}

interface LanguageProps {
  label: string;
  value: string | undefined;
  /** The scripted patient has one language: a choice would do nothing. */
  fixed: boolean;
  onChange: (code: string) => void;
}

function LanguageField({ label, value, fixed, onChange }: LanguageProps) {
  return (
    <label>
      {label}
      <select
        value={value ?? ''}
        disabled={fixed}
        aria-describedby={fixed ? 'language-why' : undefined}
        onChange={(e) => onChange(e.target.value)}
      >
        <option value="">{fixed ? 'The language of the case' : 'As usual'}</option>
        {LANGUAGES.map((code) => (
          <option key={code} value={code}>
            {languageName(code)}
          </option>
        ))}
      </select>
    </label>
  );
}
