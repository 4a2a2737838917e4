import { useCallback, useState } from 'react';
import { MediaCard } from '../media/MediaCard';
import { OpenMedia } from '../media/readMedia';
import { minutesAndSeconds } from '../time/words';
import { Button } from '../ui/Button';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import type { FacultyApi } from './api';
import type { CaseBook } from './cases';
import { FollowPill } from './FollowPill';
import { HREF } from './route';
import { Script } from './Script';
import { useFollowed } from './useFollowed';
import { useNow } from './useNow';
import { useSession } from './useSession';
import { nameOf, phaseName } from './words';

interface Props {
  api: FacultyApi;
  book: CaseBook;
  sessionId: string;
  onLeave: () => void;
}

/** One of several encounters that are followed side by side. */
export function WallTile({ api, book, sessionId, onLeave }: Props) {
  const state = useFollowed(api, sessionId);
  const { conversation } = state;
  const { session, trouble, again } = useSession(api, sessionId, conversation.state);
  const [media, setMedia] = useState<string>();
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
      {trouble && (
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={again} />
        </TroubleNote>
      )}
      <OpenMedia value={setMedia}>
        <Script state={state} names={names} quiet label={`Conversation of ${name}`} />
      </OpenMedia>
      {media && <MediaCard id={media} read={readMedia} onClose={() => setMedia(undefined)} />}
      <Button onClick={onLeave} aria-label={`Stop following ${name}`}>
        Stop following
      </Button>
    </section>
  );
}
