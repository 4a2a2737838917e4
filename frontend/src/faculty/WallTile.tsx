import { useCallback } from 'react';
import type { Trouble } from '../api/problems';
import { WithMedia } from '../media/WithMedia';
import { minutesAndSeconds } from '../time/words';
import { Button } from '../ui/Button';
import type { FacultyApi } from './api';
import type { CaseBook } from './cases';
import { FollowPill } from './FollowPill';
import { FollowTrouble } from './FollowTrouble';
import { HREF } from './route';
import { Script } from './Script';
import { useFollowed } from './useFollowed';
import { useNow } from './useNow';
import { nameOf, phaseName, shownTrouble } from './words';

interface Props {
  api: FacultyApi;
  book: CaseBook;
  sessionId: string;
  onLeave: () => void;
  /** Leads to the way in. */
  onSignIn: (trouble: Trouble) => void;
}

/** One of several encounters that are followed side by side. */
export function WallTile({ api, book, sessionId, onLeave, onSignIn }: Props) {
  const { state, session, stopped, unread, again } = useFollowed(api, sessionId);
  const { conversation } = state;
  const trouble = shownTrouble(stopped, unread);
  const readMedia = useCallback((id: string) => api.media(sessionId, id), [api, sessionId]);
  const now = useNow();
  const names = session && book.names(session);
  const name = session ? nameOf(session) : 'One moment…';
  return (
    <section className="tile" aria-label={name} data-session={sessionId}>
      <header>
        <h2>
          <a href={HREF.session(sessionId)}>{name}</a>
        </h2>
        <FollowPill state={state} quiet />
        <p className="quiet">
          {session?.participant?.group && <>{session.participant.group} · </>}
          {names && (
            <>
              <span className="code">{names.code}</span> {names.patient} ·{' '}
            </>
          )}
          {phaseName(conversation.phase)}
          {session && conversation.state === 'open' && (
            <span className="digits"> · {minutesAndSeconds(session.deadlineAt.getTime() - now)}</span>
          )}
        </p>
      </header>
      {trouble && <FollowTrouble trouble={trouble} onAgain={again} onSignIn={onSignIn} />}
      <WithMedia read={readMedia}>
        <Script state={state} names={names} languages={session} quiet label={`Conversation of ${name}`} />
      </WithMedia>
      <Button onClick={onLeave} aria-label={`Stop following ${name}`}>
        Stop following
      </Button>
    </section>
  );
}
