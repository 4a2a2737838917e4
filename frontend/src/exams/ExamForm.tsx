import type { Exam } from '@viva/client';
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { serverClock } from '../api/client';
import type { Trouble } from '../api/problems';
import type { CaseBook } from '../faculty/cases';
import { facultyTrouble } from '../faculty/words';
import { zoneName } from '../time/words';
import { Button } from '../ui/Button';
import { TroubleNote } from '../ui/TroubleNote';
import type { ExamsApi } from './examsApi';
import { SetOnce } from './setOnce';
import { emptyWish, faultsOf, newExamOf, refusedField, type Faults, type Field, type Wish } from './newExam';

interface Props {
  api: Pick<ExamsApi, 'create' | 'list'>;
  book: CaseBook;
  onSet: (exam: Exam) => void;
  onClose: () => void;
}

/** What an exam is set with. What is missing is said at its field, and the first such field has the focus. */
export function ExamForm({ api, book, onSet, onClose }: Props) {
  const [wish, setWish] = useState<Wish>(() => emptyWish(serverClock.now()));
  const [faults, setFaults] = useState<Faults>({});
  const [trouble, setTrouble] = useState<Trouble>();
  const [busy, setBusy] = useState(false);
  const [setting] = useState(() => new SetOnce(api));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const patients = book.patientsOf(wish.scenarioId);
  const roles = book.all.find(({ scenarioId }) => scenarioId === wish.scenarioId)?.roles ?? [];
  const set = (name: Field) => (event: { target: { value: string } }) => {
    const { value } = event.target;
    setFaults(({ [name]: _mended, ...rest }) => rest);
    setWish((before) => ({
      ...before,
      [name]: value,
      ...(name === 'scenarioId' && { personaId: book.patientsOf(value)[0]?.personaId ?? '', roleId: '' }),
    }));
  };
  const refuse = (found: Faults) => {
    setFaults(found);
    const [first] = Object.keys(found);
    form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setTrouble(undefined);
    const found = faultsOf(wish, serverClock.now());
    if (Object.keys(found).length > 0) return refuse(found);
    setBusy(true);
    try {
      onSet(await setting.set(newExamOf(wish)));
    } catch (error) {
      const why = await facultyTrouble(error);
      const field = refusedField(why.pointers);
      if (field) refuse({ [field]: 'The service does not take this: check it.' });
      else setTrouble(why);
      setBusy(false);
    }
  };
  const field = (name: Field) => ({ name, value: wish[name], onChange: set(name) });
  return (
    <form className="exam-form" ref={form} noValidate aria-label="New exam" onSubmit={(e) => void send(e)}>
      <Labelled label="Title, as students read it" fault={faults.title}>
        {(more) => <input {...field('title')} {...more} autoComplete="off" maxLength={100} required />}
      </Labelled>
      <Labelled label="Case" fault={faults.scenarioId}>
        {(more) => (
          <select {...field('scenarioId')} {...more} required>
            <option value="">Choose a case</option>
            {book.all.map((one) => (
              <option key={one.scenarioId} value={one.scenarioId}>
                {one.code} {one.title}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <Labelled label="Patient" fault={faults.personaId}>
        {(more) => (
          <select {...field('personaId')} {...more} required disabled={patients.length === 0}>
            {patients.length === 0 && <option value="">Choose a case first</option>}
            {patients.map((one) => (
              <option key={one.personaId} value={one.personaId}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {roles.length > 0 && (
        <Labelled label="Who speaks" fault={faults.roleId}>
          {(more) => (
            <select {...field('roleId')} {...more}>
              <option value="">The patient</option>
              {roles.map((one) => (
                <option key={one.roleId} value={one.roleId}>
                  {one.name}, {one.title}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      )}
      <Labelled
        label="Group (optional). Students whose code or login names another group cannot take the exam."
        fault={faults.group}
      >
        {(more) => <input {...field('group')} {...more} autoComplete="off" maxLength={100} />}
      </Labelled>
      <fieldset>
        <legend>When it is open</legend>
        <Labelled label="Opens" fault={faults.opens}>
          {(more) => <input type="datetime-local" {...field('opens')} {...more} required />}
        </Labelled>
        <Labelled label="Closes" fault={faults.closes}>
          {(more) => <input type="datetime-local" {...field('closes')} {...more} required />}
        </Labelled>
        <p className="quiet">
          In {zoneOf(wish.opens)}, the time of this device. Students read it in the time of theirs. Encounters
          that are still going on end when it closes.
        </p>
      </fieldset>
      {trouble && <TroubleNote trouble={trouble} />}
      <div className="actions">
        <Button type="submit" look="primary" off={busy}>
          {busy ? 'Setting…' : 'Set the exam'}
        </Button>
        {/* What is being set cannot be taken back by leaving. */}
        <Button off={busy} onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  );
}

interface LabelledProps {
  label: string;
  fault: string | undefined;
  children: (more: { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }) => ReactNode;
}

/** A field with its label, and what is wrong with it. */
function Labelled({ label, fault, children }: LabelledProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(fault ? { id, 'aria-invalid': true, 'aria-describedby': `${id}-fault` } : { id })}
      {fault && (
        <p className="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

function zoneOf(typed: string): string {
  const when = new Date(typed);
  return zoneName(Number.isNaN(when.getTime()) ? Date.now() : when);
}
