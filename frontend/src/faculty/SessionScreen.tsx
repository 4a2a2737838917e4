import { useCallback, useEffect, useState } from 'react';
import { MediaCard } from '../media/MediaCard';
import { OpenMedia } from '../media/readMedia';
import { Button } from '../ui/Button';
import { TroubleNote, TryAgain } from '../ui/TroubleNote';
import type { FacultyApi } from './api';
import { Aside, type AsideKind } from './Aside';
import type { CaseBook } from './cases';
import { HREF } from './route';
import { Script } from './Script';
import { SessionActions } from './SessionActions';
import { SessionHead } from './SessionHead';
import { useFollowed } from './useFollowed';
import { useSession } from './useSession';
import { inFacultyWords, nameOf } from './words';

interface Props {
  api: FacultyApi;
  book: CaseBook;
  sessionId: string;
}

const NO_MORE = 'The service sends no more of this encounter.';

/** One encounter: followed while it lasts, read when it is over; with what belongs to it beside it. */
export function SessionScreen({ api, book, sessionId }: Props) {
  const state = useFollowed(api, sessionId);
  const { session, trouble, again } = useSession(api, sessionId, state.conversation.state);
  const [aside, setAside] = useState<AsideKind>();
  const [media, setMedia] = useState<string>();
  const readMedia = useCallback((id: string) => api.media(sessionId, id), [api, sessionId]);
  const names = session && book.names(session);
  const name = session && nameOf(session);
  useEffect(() => {
    if (name) document.title = `${name} · Viva`;
  }, [name]);
  const refused = state.stream.kind === 'refused' ? state.stream.failure : undefined;
  if (trouble && !session) {
    return (
      <>
        <h1>Encounter</h1>
        <TroubleNote trouble={trouble}>
          <TryAgain trouble={trouble} onClick={again} />
          <a className="button" href={HREF.all}>
            All encounters
          </a>
        </TroubleNote>
      </>
    );
  }
  return (
    <div className={aside ? 'session beside' : 'session'}>
      <SessionHead state={state} session={session} names={names} />
      {session && (
        <SessionActions
          api={api}
          session={session}
          names={book.names(session)}
          lines={Math.max(session.transcript.turnCount, state.conversation.turns.size)}
          ended={state.conversation.state !== 'open'}
          aside={aside}
          onAside={setAside}
        />
      )}
      {refused && (
        <TroubleNote trouble={inFacultyWords({ ...refused, words: refused.detail ?? NO_MORE })}>
          <Button onClick={() => location.reload()}>Try again</Button>
        </TroubleNote>
      )}
      <OpenMedia value={setMedia}>
        <div className="session-script">
          <Script state={state} names={names} label="Conversation" />
        </div>
      </OpenMedia>
      {aside && session && (
        <Aside key={aside} api={api} session={session} kind={aside} onClose={() => setAside(undefined)} />
      )}
      {media && <MediaCard id={media} read={readMedia} onClose={() => setMedia(undefined)} />}
    </div>
  );
}
