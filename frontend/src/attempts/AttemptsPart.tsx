import type { Debrief } from '@viva/client';
import { useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import { fullName } from '../device/speaker';
import { learnApi } from '../learn/learnApi';
import type { MySession } from '../mine/mySessions';
import { dayAndTime } from '../time/words';
import { Button } from '../ui/Button';
import { href } from '../ui/route';
import { TroubleNote } from '../ui/TroubleNote';
import { compare, type Row } from './compare';
import '../styles/debrief.css';
import '../styles/attempts.css';

interface Attempt {
  readonly session: MySession;
  readonly debrief?: Debrief;
  readonly trouble?: Trouble;
}

/** Some attempts of one case, the first of them with its number, beside each other, item by item; on a phone below each other. No sum and no rank. */
export function AttemptsPart({ sessions, first }: { sessions: readonly MySession[]; first: number }) {
  const [found, setFound] = useState<{ readonly attempts: readonly Attempt[]; readonly visit: number }>();
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    let here = true;
    void Promise.all(sessions.map(read)).then((attempts) => here && setFound({ attempts, visit }));
    return () => {
      here = false;
    };
  }, [sessions, visit]);
  if (!found)
    return (
      <p role="status" className="quiet">
        Reading the debriefs…
      </p>
    );
  const { attempts } = found;
  const reading = found.visit !== visit;
  const { groups, measures } = compare(attempts.map(({ debrief }) => debrief));
  const names = attempts.map(({ session }, i) => `Attempt ${first + i}, ${dayAndTime(session.startedAt)}`);
  const style = { '--attempts': attempts.length } as object;
  return (
    <div className="attempts" style={style}>
      <ol className="attempt-heads">
        {attempts.map(({ session, trouble }, i) => (
          <li key={session.sessionId}>
            <a href={href('ended', session.sessionId)}>{names[i]}</a>
            <span className="quiet">{fullName(session)}</span>
            {trouble && <TroubleNote trouble={trouble} />}
          </li>
        ))}
      </ol>
      {attempts.some(({ trouble }) => trouble) && (
        <Button off={reading} onClick={() => setVisit(visit + 1)}>
          {reading ? 'Reading the debriefs…' : 'Look again'}
        </Button>
      )}
      <p className="quiet">
        “Not shown”: this attempt did not bring it to light, or its debrief is not there. An attempt is no
        grade, and more is not always better.
      </p>
      {groups.map(({ title, rows }) => (
        <section key={title} className="items">
          <h2>{title}</h2>
          <Rows rows={rows} names={names} />
        </section>
      ))}
      {measures.length > 0 && (
        <section className="items">
          <h2>Figures about the conversation</h2>
          <p className="quiet">None is a grade. What each means stands in the debrief of an attempt.</p>
          <Rows rows={measures} names={names} />
        </section>
      )}
    </div>
  );
}

function Rows({ rows, names }: { rows: readonly Row[]; names: readonly string[] }) {
  return (
    <ul className="compared">
      {rows.map(({ id, title, cells }) => (
        <li key={id} data-debrief={id}>
          <strong>{title}</strong>
          <ol>
            {cells.map(({ result, words }, i) => (
              <li key={names[i]} className={result}>
                <span className="attempt-name">{names[i]?.split(',')[0]}: </span>
                <span className="attempt-result">{words}</span>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}

/** Never throws. */
async function read(session: MySession): Promise<Attempt> {
  try {
    return { session, debrief: await learnApi(session.sessionId, session.grant).debrief() };
  } catch (error) {
    return { session, trouble: await troubleOf(error) };
  }
}
