import type { Session, TranscriptForm } from '@viva/client';
import { useState } from 'react';
import type { Trouble } from '../api/problems';
import { save, transcriptName } from '../ended/save';
import { Button } from '../ui/Button';
import { TroubleNote } from '../ui/TroubleNote';
import { useHere } from '../ui/useHere';
import type { FacultyApi } from './api';
import { ASIDE_KINDS, ASIDE_TITLES, type AsideKind } from './asides';
import type { Names } from './cases';
import { EndDialog } from './EndDialog';
import { EraseDialog } from './EraseDialog';
import { facultyTrouble } from './words';
import { WatchDialog } from './WatchDialog';

interface Props {
  api: FacultyApi;
  session: Session;
  names: Names;
  /** How many lines it has by now. */
  lines: number;
  ended: boolean;
  aside: AsideKind | undefined;
  onAside: (kind: AsideKind | undefined) => void;
}

/** What faculty may do with an encounter. */
export function SessionActions({ api, session, names, lines, ended, aside, onAside }: Props) {
  const [asking, setAsking] = useState<'end' | 'erase' | 'watch'>();
  const [trouble, setTrouble] = useState<Trouble>();
  const { sessionId } = session;
  const here = useHere();
  const done = () => setAsking(undefined);
  const download = async (form: TranscriptForm, ending: string) => {
    setTrouble(undefined);
    try {
      const about = {
        code: names.code,
        startedAt: session.createdAt,
        participant: session.participant?.name,
      };
      const transcript = await api.transcript(sessionId, form);
      // Whoever comes next on this computer finds no file of somebody who has signed out.
      if (here()) save(transcript, form, transcriptName({ ...about, sessionId }, ending));
    } catch (error) {
      setTrouble(await facultyTrouble(error));
    }
  };
  return (
    <>
      <div className="session-actions">
        <div className="actions" role="group" aria-label="Beside the conversation">
          {ASIDE_KINDS.map((kind) => (
            <Button
              key={kind}
              aria-pressed={aside === kind}
              onClick={() => onAside(aside === kind ? undefined : kind)}
            >
              {ASIDE_TITLES[kind]}
            </Button>
          ))}
        </div>
        <div className="actions" role="group" aria-label="Transcript">
          <Button icon="download" onClick={() => void download('text/plain', 'txt')}>
            Text
          </Button>
          <Button icon="download" onClick={() => void download('application/json', 'json')}>
            JSON
          </Button>
        </div>
        <div className="actions" role="group" aria-label="Encounter">
          <Button onClick={() => setAsking('watch')}>Let somebody watch</Button>
          {!ended && <Button onClick={() => setAsking('end')}>End</Button>}
          <Button className="danger" onClick={() => setAsking('erase')}>
            Erase
          </Button>
        </div>
      </div>
      {trouble && <TroubleNote trouble={trouble} />}
      {asking === 'watch' && <WatchDialog api={api} session={session} onClose={done} />}
      {asking === 'end' && <EndDialog api={api} session={session} onClose={done} />}
      {asking === 'erase' && (
        <EraseDialog api={api} session={session} names={names} lines={lines} onClose={done} />
      )}
    </>
  );
}
