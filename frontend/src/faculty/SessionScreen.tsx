import { useCallback, useEffect, useState } from 'react';
import type { Trouble } from '../api/problems';
import { WithMedia } from '../media/WithMedia';
import { TroubleNote } from '../ui/TroubleNote';
import type { FacultyApi } from './api';
import { useJump } from '../debrief/useJump';
import { Aside } from './Aside';
import type { AsideKind } from './asides';
import type { CaseBook } from './cases';
import { FollowTrouble, WayOn } from './FollowTrouble';
import { isPanel, Panel } from './panels';
import type { ReadingWith } from './reading';
import { HREF } from './route';
import { Script } from './Script';
import { SessionActions } from './SessionActions';
import { SessionHead } from './SessionHead';
import { hasRead, useFollowed } from './useFollowed';
import { nameOf, shownTrouble } from './words';

interface Props {
  api: FacultyApi;
  book: CaseBook;
  sessionId: string;
  /** What stands beside the conversation. */
  aside?: AsideKind;
  /** Leads to the way in. */
  onSignIn: (trouble: Trouble) => void;
}

/** One encounter: followed while it lasts, read when it is over; with what belongs to it beside it. */
export function SessionScreen({ api, book, sessionId, aside, onSignIn }: Props) {
  const { state, session, stopped, unread, again } = useFollowed(api, sessionId);
  const setAside = (kind: AsideKind | undefined) => {
    location.hash = HREF.session(sessionId, kind);
  };
  const jump = useJump(aside);
  const [readingWith, setReadingWith] = useState<ReadingWith>();
  const readMedia = useCallback((id: string) => api.media(sessionId, id), [api, sessionId]);
  const names = session && book.names(session);
  const name = session && nameOf(session);
  useEffect(() => {
    if (name) document.title = `${name} · Viva`;
  }, [name]);
  const close = () => setAside(undefined);
  const trouble = shownTrouble(stopped, session ? undefined : unread);
  const lines = state.conversation.turns.size;
  if (unread && !session && !hasRead(state)) {
    return (
      <>
        <h1>Encounter</h1>
        <TroubleNote trouble={unread}>
          <WayOn trouble={unread} onAgain={again} onSignIn={onSignIn} />
          <a className="button" href={HREF.all}>
            All encounters
          </a>
        </TroubleNote>
      </>
    );
  }
  return (
    <div className={aside ? 'session with-aside' : 'session'}>
      <SessionHead state={state} session={session} names={names} />
      {session && (
        <SessionActions
          api={api}
          session={session}
          names={book.names(session)}
          lines={Math.max(session.transcript.turnCount, lines)}
          ended={state.conversation.state !== 'open'}
          aside={aside}
          onAside={setAside}
        />
      )}
      {trouble && <FollowTrouble trouble={trouble} onAgain={again} onSignIn={onSignIn} />}
      <WithMedia read={readMedia}>
        <div className="session-script">
          <Script
            state={state}
            names={names}
            languages={session}
            label="Conversation"
            reading={aside && isPanel(aside) ? { jump, ...readingWith } : undefined}
          />
        </div>
      </WithMedia>
      {aside && session && !isPanel(aside) && (
        <Aside key={aside} api={api} session={session} kind={aside} onClose={close} />
      )}
      {aside && session && isPanel(aside) && (
        <Panel
          kind={aside}
          api={api}
          session={session}
          names={book.names(session)}
          state={state}
          jump={jump}
          onReading={setReadingWith}
          onClose={close}
        />
      )}
    </div>
  );
}
