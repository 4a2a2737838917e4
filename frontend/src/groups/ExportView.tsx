import { useState, type FormEvent } from 'react';
import type { Trouble } from '../api/problems';
import { exportName, save } from '../ended/save';
import { facultyTrouble } from '../faculty/words';
import { Button } from '../ui/Button';
import { TroubleNote, useWait } from '../ui/TroubleNote';
import { useHere } from '../ui/useHere';
import type { ExportForm, GroupsApi, Separator } from './groupsApi';
import { unreadWords } from './table';

const FORMS: readonly { form: ExportForm; name: string; about: string; type: string }[] = [
  { form: 'csv', name: 'CSV', about: 'for a spreadsheet', type: 'text/csv' },
  { form: 'json', name: 'JSON', about: 'one document', type: 'application/json' },
  { form: 'ndjson', name: 'NDJSON', about: 'one score a row, for programs', type: 'application/x-ndjson' },
];

interface Props {
  api: GroupsApi;
  group: string;
  /** The browser's own without it. */
  locale?: string | undefined;
}

/** Takes a group's signed scores out of Viva. */
export function ExportView({ api, group, locale }: Props) {
  const [form, setForm] = useState<ExportForm>('csv');
  const [names, setNames] = useState(false);
  const [excel, setExcel] = useState(true);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState('');
  const [trouble, setTrouble] = useState<Trouble>();
  const wait = useWait(trouble);
  const here = useHere();
  const separator = excelSeparator(locale);
  const take = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setDone('');
    setTrouble(undefined);
    try {
      const file = exportName(group, Date.now(), form);
      const { type } = FORMS.find((one) => one.form === form)!;
      const exported = await api.exported({ group, form, names, excel: excel ? separator : undefined });
      // Whoever comes next on this computer finds no file of somebody who has signed out.
      if (!here()) return;
      save(exported.file, type, file);
      setDone(`Saved as ${file}.${unreadWords({ older: false, leftOut: exported.leftOut })}`);
    } catch (error) {
      setTrouble(await facultyTrouble(error));
    }
    setBusy(false);
  };
  return (
    <form className="export" onSubmit={(event) => void take(event)}>
      <p>
        Each score of each signed assessment of the group, by all rubrics, with its evidence and comment.
        Raters are pseudonyms. That you export it is recorded.
      </p>
      <p>
        Where you have begun an assessment, others’ scores of that encounter by the same rubric are left out:
        sign yours first.
      </p>
      <fieldset className="choices">
        <legend>Form</legend>
        {FORMS.map((one) => (
          <label className="choice-row" key={one.form}>
            <input
              type="radio"
              name="export-form"
              checked={form === one.form}
              onChange={() => setForm(one.form)}
            />
            <span>
              {one.name}, <span className="quiet">{one.about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {form === 'csv' && (
        <label className="check">
          <input
            type="checkbox"
            checked={excel}
            onChange={(event) => setExcel(event.currentTarget.checked)}
          />
          <span>
            For Excel,{' '}
            <span className="quiet">
              with {separator}s between the columns, as it expects in your browser’s language
            </span>
          </span>
        </label>
      )}
      <label className="check">
        <input type="checkbox" checked={names} onChange={(event) => setNames(event.currentTarget.checked)} />
        <span>With the students’ names</span>
      </label>
      {names && (
        <p className="note">The file then says who is meant. Keep it where your institution allows that.</p>
      )}
      {trouble && <TroubleNote trouble={trouble} />}
      <div>
        <Button type="submit" look="primary" icon="download" off={busy || wait > 0}>
          {busy ? 'One moment…' : 'Download'}
        </Button>
      </div>
      <p role="status" className="quiet">
        {done}
      </p>
    </form>
  );
}

/** What Excel takes for the end of a column: a comma only where that is not the decimal sign. */
export function excelSeparator(locale?: string): Separator {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.some(({ type, value }) => type === 'decimal' && value === ',') ? 'semicolon' : 'comma';
}
