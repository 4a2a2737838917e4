import type { Session } from '@viva/client';
import { dayAndTime, duration, minutesAndSeconds, timeOfDay } from '../time/words';
import type { Names } from './cases';
import type { FollowedState } from './followed';
import { FollowPill } from './FollowPill';
import { Opening, Phases } from './Phases';
import { useNow } from './useNow';
import { nameOf } from './words';

interface Props {
  state: FollowedState;
  session: Session | undefined;
  names: Names | undefined;
}

/** Who practises with whom, where they are, and how long it takes. */
export function SessionHead({ state, session, names }: Props) {
  const { conversation, steps, behind } = state;
  const group = session?.participant?.group;
  return (
    <header className="session-head">
      <div className="session-who">
        <h1>{session ? nameOf(session) : 'One moment…'}</h1>
        <p className="quiet">
          {group && <>{group} · </>}
          {names && (
            <>
              <span className="code">{names.code}</span> {names.title} · {names.patient}
              {names.speaker && <>, {names.speaker} speaks</>}
            </>
          )}
        </p>
      </div>
      <Phases phase={conversation.phase} />
      <div className="session-standing">
        {session && <Times session={session} open={conversation.state === 'open'} />}
        <FollowPill state={state} />
      </div>
      <Opening steps={steps} behind={behind} />
    </header>
  );
}

function Times({ session, open }: { session: Session; open: boolean }) {
  const now = useNow();
  const { createdAt, deadlineAt, endedAt } = session;
  if (open)
    return (
      <span>
        <span className="digits" role="timer">
          {minutesAndSeconds(deadlineAt.getTime() - now)}
        </span>{' '}
        <span className="quiet">left, started {timeOfDay(createdAt)}</span>
      </span>
    );
  return (
    <span className="quiet">
      {dayAndTime(createdAt)}
      {endedAt && <>, {duration((endedAt.getTime() - createdAt.getTime()) / 1000)}</>}
    </span>
  );
}
