import { readerOf, type Applicant, type Asked } from './admission';

interface Props {
  asked: Asked;
  applicant: Applicant;
  onChange: (applicant: Applicant) => void;
}

/** Who practises, and what they agree to. Nothing where the deployment asks for nothing. */
export function You(props: Props) {
  return (
    <>
      <Self {...props} />
      <Reader {...props} />
    </>
  );
}

function Self({ asked, applicant, onChange }: Props) {
  const { code, name, group, consent } = asked;
  if (code === 'no' && name === 'no' && !group && !consent) return null;
  const fields = <Fields asked={asked} applicant={applicant} onChange={onChange} />;
  // What nobody has to say takes one row.
  if (code !== 'required' && name !== 'required' && !consent)
    return (
      <details className="wishes">
        <summary>{optionalWords(asked, applicant)}</summary>
        {fields}
      </details>
    );
  return (
    <fieldset className="you">
      <legend>You</legend>
      {fields}
      {consent && <Consent consent={consent} applicant={applicant} onChange={onChange} />}
    </fieldset>
  );
}

function optionalWords({ code, name, group }: Asked, applicant: Applicant): string {
  const who = [name === 'no' ? '' : applicant.name.trim(), group ? applicant.group.trim() : '']
    .filter((word) => word !== '')
    .join(', ');
  if (who) return `You practise as ${who}. Change`;
  const asked = [code === 'no' ? '' : 'class code', name === 'no' ? '' : 'name', group ? 'group' : ''];
  return `Your ${asked.filter((word) => word !== '').join(', ')} (optional)`;
}

function Fields({ asked, applicant, onChange }: Props) {
  const { code, name, group } = asked;
  const set = (name: keyof Applicant) => (event: { target: { value: string } }) =>
    onChange({ ...applicant, [name]: event.target.value });
  const optional = <span className="quiet"> (optional)</span>;
  return (
    <div className="filters">
      {code !== 'no' && (
        <label>
          <span>Class code{code === 'optional' && optional}</span>
          <input
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={80}
            required={code === 'required'}
            value={applicant.code}
            onChange={set('code')}
          />
        </label>
      )}
      {name !== 'no' && (
        <label>
          <span>Your name{name === 'optional' && optional}</span>
          <input
            autoComplete="name"
            maxLength={100}
            required={name === 'required'}
            value={applicant.name}
            onChange={set('name')}
          />
        </label>
      )}
      {group && (
        <label>
          <span>Group{optional}</span>
          <input autoComplete="off" maxLength={100} value={applicant.group} onChange={set('group')} />
        </label>
      )}
    </div>
  );
}

type ConsentProps = Pick<Props, 'applicant' | 'onChange'> & { consent: NonNullable<Asked['consent']> };

function Consent({ consent, applicant, onChange }: ConsentProps) {
  return (
    <div className="agreement">
      <div className="agreement-text" tabIndex={0} role="region" aria-label="What you agree to">
        {consent.text}
      </div>
      <label className="check">
        <input
          type="checkbox"
          required
          checked={applicant.agreedTo === consent.version}
          onChange={(event) =>
            onChange({ ...applicant, agreedTo: event.target.checked ? consent.version : '' })
          }
        />
        I have read this and agree to it
      </label>
    </div>
  );
}

/** Whether a model may read along: a question of its own, on which nothing depends. */
function Reader({ asked: { reader }, applicant, onChange }: Props) {
  if (!reader) return null;
  const { model, service } = reader;
  const name = readerOf(reader);
  return (
    <fieldset className="you">
      <legend>
        May a language model read it too? <span className="quiet">(optional)</span>
      </legend>
      <p id="reader-about">
        If you say yes, your teachers may send the words of this encounter, without your name, to{' '}
        <strong>{model}</strong> at <strong>{service}</strong>. It proposes to them which points of their
        checklist you met; a teacher decides each. A name that somebody says is among the words. If you leave
        this empty, nothing is sent, and nothing else changes: not the encounter, not how you are assessed.
      </p>
      <label className="check">
        <input
          type="checkbox"
          checked={applicant.readBy === name}
          aria-describedby="reader-about"
          onChange={(event) => onChange({ ...applicant, readBy: event.target.checked ? name : '' })}
        />
        Yes, a model may read this encounter
      </label>
    </fieldset>
  );
}
