import type { Session } from '@viva/client';
import { useState } from 'react';
import type { Trouble } from '../api/problems';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TroubleNote } from '../ui/TroubleNote';
import { dayAndTime } from '../time/words';
import type { FacultyApi } from './api';
import { CopyLink } from './CopyLink';
import { watchAddress } from './watchLink';
import { facultyTrouble, nameOf } from './words';

interface Props {
  api: Pick<FacultyApi, 'letWatch'>;
  session: Session;
  onClose: () => void;
}

const CHOICES = [
  { minutes: 30, words: '30 minutes' },
  { minutes: 60, words: '1 hour' },
  { minutes: 240, words: '4 hours' },
  { minutes: 1440, words: '1 day' },
];

interface Made {
  readonly address: string;
  readonly until: Date;
}

/** Makes a link with which somebody else may read and follow this encounter, and nothing more. */
export function WatchDialog({ api, session, onClose }: Props) {
  const [minutes, setMinutes] = useState(60);
  const [made, setMade] = useState<Made>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const make = async () => {
    setBusy(true);
    setTrouble(undefined);
    try {
      const {
        sessionId,
        accessToken: grant,
        accessExpiresAt,
      } = await api.letWatch(session.sessionId, minutes);
      setMade({ address: watchAddress(location.origin, { sessionId, grant }), until: accessExpiresAt });
    } catch (error) {
      setTrouble(await facultyTrouble(error));
    }
    setBusy(false);
  };
  return (
    <Dialog title="Let somebody watch" busy={busy} onClose={onClose}>
      <p>
        Whoever has the link reads and follows this encounter of {nameOf(session)}, without the key. Nobody
        can take it back before it expires. Of an attempt at an exam it opens nothing from the end of the
        attempt until you release it.
      </p>
      {trouble && <TroubleNote trouble={trouble} />}
      {made ? (
        <CopyLink label={`Link, valid until ${dayAndTime(made.until)}`} address={made.address} selected />
      ) : (
        <label className="field">
          For how long
          <select value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
            {CHOICES.map((one) => (
              <option key={one.minutes} value={one.minutes}>
                {one.words}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="actions">
        {!made && (
          <Button look="primary" disabled={busy} onClick={() => void make()}>
            {busy ? 'One moment…' : 'Make a link'}
          </Button>
        )}
        <Button disabled={busy} onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
