import type { PersonaView, ScenarioView } from '@viva/client';
import { LANGUAGES, languageName } from './cases';
import type { Wishes } from './choice';

interface Props {
  scenario: ScenarioView;
  patient: PersonaView | undefined;
  simulated: boolean;
  /** Who speaks is not the student's to choose. */
  fixedRole: boolean;
  wishes: Wishes;
  onChange: (wishes: Wishes) => void;
}

/** What a student may wish for beyond case and patient. */
export function WishFields({ scenario, patient, simulated, fixedRole, wishes, onChange }: Props) {
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
        {scenario.roles.length > 0 && !fixedRole && (
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
