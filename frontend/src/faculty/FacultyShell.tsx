import type { ReactNode } from 'react';
import { Mark } from '../ui/Shell';
import { useStore } from '../ui/store';
import { ThemeToggle } from '../ui/ThemeToggle';
import { HREF, type FacultyRoute } from './route';
import type { SignIn } from './signIn';
import { SignOut } from './SignOut';
import type { Wall } from './wall';

interface Props {
  signIn: SignIn;
  wall: Wall;
  screen: FacultyRoute['screen'];
  children: ReactNode;
}

/** The frame of the faculty screens: where one is, the way to the others, and out. */
export function FacultyShell({ signIn, wall, screen, children }: Props) {
  const { ids } = useStore(wall.store);
  const link = (to: 'board' | 'all' | 'groups' | 'exams' | 'wall', words: string) => (
    <a
      href={HREF[to]}
      aria-current={screen === to || (screen === 'group' && to === 'groups') ? 'page' : undefined}
    >
      {words}
    </a>
  );
  return (
    <>
      <header className="masthead faculty-head">
        <a className="brand" href={HREF.board}>
          <Mark /> Viva <span className="quiet">Faculty</span>
        </a>
        <nav aria-label="Faculty">
          {link('board', 'Practising now')}
          {link('all', 'All encounters')}
          {link('groups', 'Groups')}
          {link('exams', 'Exams')}
          {link('wall', ids.length > 0 ? `Side by side (${ids.length})` : 'Side by side')}
        </nav>
        <div className="faculty-tools">
          <ThemeToggle />
          <SignOut signIn={signIn} wall={wall} />
        </div>
      </header>
      <main className="faculty" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
