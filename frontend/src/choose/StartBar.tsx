import type { NewSession, PersonaView, ScenarioView } from '@viva/client';
import { useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import type { Services } from '../services';
import { Button } from '../ui/Button';
import { go, href } from '../ui/route';
import { duration } from '../time/words';
import { TroubleNote, useWait } from '../ui/TroubleNote';
import { StartKey } from './startKey';
import { LANGUAGES, languageName } from './cases';

interface Props {
  services: Services;
  scenario: ScenarioView | undefined;
  patient: PersonaView | undefined;
  simulated: boolean;
}

type Wishes = Pick<NewSession, 'roleId' | 'inputLanguage' | 'replyLanguage'>;

export function StartBar({ services, scenario, patient, simulated }: Props) {
  const [wishes, setWishes] = useState<Wishes>({});
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const [key] = useState(() => new StartKey((n) => crypto.getRandomValues(new Uint8Array(n))));
  const wait = useWait(trouble);
  const start = async () => {
    if (!scenario || !patient) return;
    setBusy(true);
    setTrouble(undefined);
    try {
      const newSession = { scenarioId: scenario.scenarioId, personaId: patient.personaId, ...wishes };
      const created = await services.start.createSession(
        { newSession, idempotencyKey: key.of(newSession) },
        { signal: AbortSignal.timeout(15_000) },
      );
      await services.sessions.keep(created, scenario, patient);
      go(href('encounter', created.session.sessionId));
    } catch (error) {
      setTrouble(await troubleOf(error));
      setBusy(false);
    }
  };
  const speaking = scenario?.roles.find((role) => role.roleId === wishes.roleId);
  const missing = !scenario ? 'Choose a case first.' : !patient ? 'Choose a patient.' : '';
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
      {trouble && <TroubleNote trouble={trouble} />}
      <div className="start-bar">
        <p id="start-hint">{missing || `${scenario!.code} with ${speaking?.name ?? patient!.name}`}</p>
        <Button
          look="primary"
          disabled={missing !== '' || busy || wait > 0}
          aria-describedby="start-hint"
          onClick={() => void start()}
        >
          {busy ? 'Starting…' : wait > 0 ? `Start in ${duration(wait)}` : 'Start encounter'}
        </Button>
      </div>
    </div>
  );
}

interface WishProps extends Pick<Props, 'patient' | 'simulated'> {
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
      <summary>Languages{scenario.roles.length > 0 && ' and who speaks'}</summary>
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
