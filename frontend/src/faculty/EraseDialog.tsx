import type { Session } from '@viva/client';
import { useState, type FormEvent } from 'react';
import type { Trouble } from '../api/problems';
import { count, dayAndTime } from '../time/words';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TroubleNote } from '../ui/TroubleNote';
import type { FacultyApi } from './api';
import type { Names } from './cases';
import { leaveNews } from './news';
import { facultyRouteOf, HREF } from './route';
import { forgetDraftsAbout } from './tabStorage';
import { facultyTrouble, nameOf } from './words';

interface Props {
  api: Pick<FacultyApi, 'erase'>;
  session: Session;
  names: Names;
  /** How many lines go with it. */
  lines: number;
  onClose: () => void;
}

/** To be typed: nobody erases an encounter by pressing a wrong key. */
const WORD = 'erase';

export function EraseDialog({ api, session, names, lines, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const meant = typed.trim().toLowerCase() === WORD;
  const what = `the encounter of ${nameOf(session)} with ${names.patient} (${dayAndTime(session.createdAt)})`;
  const erase = async (event: FormEvent) => {
    event.preventDefault();
    if (!meant || busy) return;
    setBusy(true);
    try {
      await api.erase(session.sessionId);
      forgetDraftsAbout(session.sessionId);
      leaveNews(`Erased: ${what}.`);
      // Who has gone elsewhere meanwhile stays there; here is nothing any more.
      if (isAt(session.sessionId)) location.hash = HREF.all;
    } catch (error) {
      setTrouble(await facultyTrouble(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Erase this encounter?" busy={busy} onClose={onClose}>
      <p>All of this goes for good, for everyone, and nobody can bring it back:</p>
      <dl className="erased">
        <dt>Who</dt>
        <dd>
          {nameOf(session)}
          {session.participant?.group && `, ${session.participant.group}`}
        </dd>
        <dt>Case</dt>
        <dd>
          {names.code} {names.title}, {names.patient}
        </dd>
        <dt>When</dt>
        <dd>{dayAndTime(session.createdAt)}</dd>
        <dt>What</dt>
        <dd>{count(lines, 'line')}, with all that was examined</dd>
        <dt>Also</dt>
        <dd>
          All notes, the assessments of all raters, what a model proposed, the student’s reflection and the
          release. An attempt at an exam goes too: the student may then begin it again.
        </dd>
      </dl>
      {trouble && <TroubleNote trouble={trouble} />}
      <form onSubmit={(event) => void erase(event)}>
        <label htmlFor="erase-word">
          Type <strong>{WORD}</strong> to confirm
        </label>
        <input
          id="erase-word"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className="actions">
          <Button type="submit" className="danger" disabled={!meant || busy}>
            {busy ? 'Erasing…' : 'Erase for good'}
          </Button>
          <Button disabled={busy} onClick={onClose}>
            Keep it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function isAt(sessionId: string): boolean {
  const route = facultyRouteOf(location.hash);
  return route.screen === 'session' && route.sessionId === sessionId;
}
