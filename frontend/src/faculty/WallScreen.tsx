import type { Trouble } from '../api/problems';
import { useStore } from '../ui/store';
import type { FacultyApi } from './api';
import type { CaseBook } from './cases';
import { HREF } from './route';
import { MAX_FOLLOWED, type Wall } from './wall';
import { WallTile } from './WallTile';

interface Props {
  api: FacultyApi;
  wall: Wall;
  book: CaseBook;
  onSignIn: (trouble: Trouble) => void;
}

/** Several encounters side by side, as they are spoken. */
export function WallScreen({ api, wall, book, onSignIn }: Props) {
  const { ids } = useStore(wall.store);
  return (
    <>
      <h1>Side by side</h1>
      {ids.length === 0 ? (
        <p>
          You follow nobody yet. Choose up to {MAX_FOLLOWED} encounters with “Follow” on the list of{' '}
          <a href={HREF.board}>those who are practising now</a>.
        </p>
      ) : (
        <div className="wall">
          {ids.map((sessionId) => (
            <WallTile
              key={sessionId}
              api={api}
              book={book}
              sessionId={sessionId}
              onSignIn={onSignIn}
              onLeave={() => {
                wall.remove(sessionId);
                document.querySelector<HTMLElement>('main')?.focus();
              }}
            />
          ))}
        </div>
      )}
    </>
  );
}
