import { useCallback, useEffect, useMemo, useState } from 'react';
import { WithMedia } from '../media/WithMedia';
import { Mark, Shell } from '../ui/Shell';
import { ThemeToggle } from '../ui/ThemeToggle';
import { facultyApi } from './api';
import { FollowTrouble } from './FollowTrouble';
import { Script } from './Script';
import { SessionHead } from './SessionHead';
import type { KeyPlace } from './signIn';
import { useCaseBook } from './useCaseBook';
import { useFollowed } from './useFollowed';
import { takeLink, type WatchLink } from './watchLink';
import { inLinkWords, shownTrouble } from './words';

/** For whoever was given a link: one encounter, to read and follow. */
export function WatchApp({ place }: { place: KeyPlace }) {
  const [link, setLink] = useState(() => takeLink(location.hash, place, hideLink));
  useEffect(() => {
    // Another link in the same tab changes the fragment alone, and loads nothing.
    const take = () => {
      if (location.hash) setLink(takeLink(location.hash, place, hideLink));
    };
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, [place]);
  if (link) return <Watched key={link.grant} link={link} />;
  return (
    <Shell>
      <h1>There is nothing to watch here</h1>
      <p>The link is not whole. Copy all of it, or ask for it again.</p>
    </Shell>
  );
}

function hideLink(): void {
  history.replaceState(null, '', location.pathname);
}

function Watched({ link: { sessionId, grant } }: { link: WatchLink }) {
  const api = useMemo(() => facultyApi(() => grant), [grant]);
  const book = useCaseBook(api);
  const readMedia = useCallback((id: string) => api.media(sessionId, id), [api, sessionId]);
  const { state, session, stopped, unread, again } = useFollowed(api, sessionId);
  const trouble = shownTrouble(stopped, unread);
  const names = session && book.names(session);
  return (
    <>
      <header className="masthead faculty-head">
        <span className="brand">
          <Mark /> Viva <span className="quiet">Watching</span>
        </span>
        <ThemeToggle />
      </header>
      <main className="faculty" tabIndex={-1}>
        {trouble && <FollowTrouble trouble={inLinkWords(trouble)} onAgain={again} />}
        <div className="session">
          <SessionHead state={state} session={session} names={names} />
          <div className="session-script">
            <WithMedia read={readMedia}>
              <Script state={state} names={names} languages={session} label="Conversation" />
            </WithMedia>
          </div>
        </div>
      </main>
    </>
  );
}
