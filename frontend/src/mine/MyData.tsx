import { useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import { forThisStudent } from '../device/tabOf';
import { dataName, save } from '../ended/save';
import type { Services } from '../services';
import { Button } from '../ui/Button';
import { ToLogin, TroubleNote } from '../ui/TroubleNote';

interface Props {
  services: Pick<Services, 'elsewhere'>;
  loggedIn: boolean;
  /** Whether one of those listed has ended. */
  ended: boolean;
}

/** What was said in the student's encounters, and who read it, as a file; without a login nobody can tell whose it would be. */
export function MyData({ services, loggedIn, ended }: Props) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const download = async () => {
    setBusy(true);
    setTrouble(undefined);
    try {
      const data = await forThisStudent(() => services.elsewhere.data());
      save(data, 'application/json', dataName(Date.now()));
    } catch (error) {
      setTrouble(await troubleOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="my-data" aria-labelledby="my-data-title">
      <h2 id="my-data-title">Your data</h2>
      {loggedIn ? (
        <>
          <p className="quiet">
            One file with what was said in your encounters, your reflections, the notes that you may read, and
            who read or changed your encounters, except who assessed them. Scores are not in it: each
            encounter’s page shows those that you may read. The lines of an exam follow once it is released.
          </p>
          <Button icon="download" off={busy} onClick={() => void download()}>
            {busy ? 'Fetching your data…' : 'Download my data'}
          </Button>
        </>
      ) : (
        <p className="quiet">
          {ended &&
            'You can read and save each encounter above that has ended; an exam, once it is released. '}
          Without a login nobody here knows which encounters are yours: if you want what is kept of you, or
          want to know who read it, ask your teachers.
        </p>
      )}
      {trouble && (
        <TroubleNote trouble={trouble}>
          <ToLogin trouble={trouble} />
        </TroubleNote>
      )}
    </section>
  );
}
