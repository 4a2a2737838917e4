import { useCallback, useState, type FormEvent } from 'react';
import '../styles/groups.css';
import type { FacultyApi } from '../faculty/api';
import { HREF } from '../faculty/route';
import { useRead } from '../faculty/useRead';
import { count } from '../time/words';
import { Button } from '../ui/Button';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import { knownGroups } from './known';
import { plainRow } from '../ui/plainText';

/** How many encounters are looked at for the names of groups. */
const NEWEST = 200;

/** The groups that have practised lately, and the way to any other. */
export function GroupsScreen({ api }: { api: FacultyApi }) {
  const { value, trouble, again } = useRead(
    useCallback(async () => knownGroups((await api.list({ limit: NEWEST }))?.page.sessions ?? []), [api]),
  );
  const [name, setName] = useState('');
  const wanted = plainRow(name);
  const open = (event: FormEvent) => {
    event.preventDefault();
    if (wanted) location.hash = HREF.group(wanted);
  };
  return (
    <>
      <h1>Groups</h1>
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={again} />
        </TroubleNote>
      )}
      <p role="status" className={value?.length === 0 ? 'empty-board' : 'quiet'}>
        {value ? summary(value.length) : trouble ? '' : 'One moment…'}
      </p>
      {value && value.length > 0 && (
        <ul className="groups">
          {value.map((one) => (
            <li key={one.name}>
              <a href={HREF.group(one.name)}>{one.name}</a>{' '}
              <span className="quiet">{count(one.encounters, 'encounter')} lately</span>
            </li>
          ))}
        </ul>
      )}
      <form className="filters" onSubmit={open}>
        <label>
          Another group
          <input value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
        </label>
        <Button type="submit" disabled={wanted === ''}>
          Open group
        </Button>
      </form>
    </>
  );
}

function summary(groups: number): string {
  if (groups > 0) return `${count(groups, 'group')} in the newest ${NEWEST} encounters`;
  return 'No encounter names a group. Students give it when they begin; ask whoever runs the service.';
}
