import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Trouble } from '../api/problems';
import { useStore } from '../ui/store';
import { Loaded } from '../ui/Loaded';
import { BoardScreen } from './BoardScreen';
import { EVERYTHING } from './filter';
import { FacultyShell } from './FacultyShell';
import { placeOf, useFacultyRoute, type FacultyRoute } from './route';
import { SessionScreen } from './SessionScreen';
import type { SignIn } from './signIn';
import { SignInScreen } from './SignInScreen';
import type { FacultyApi } from './api';
import { useCaseBook } from './useCaseBook';
import type { Wall } from './wall';
import { WallScreen } from './WallScreen';

const loadGroups = async () => (await import('../groups/GroupsScreen')).GroupsScreen;
const loadExams = async () => (await import('../exams/ExamsScreen')).ExamsScreen;
const loadGroup = async () => (await import('../groups/GroupScreen')).GroupScreen;

const TITLES: Record<FacultyRoute['screen'], string> = {
  board: 'Practising now',
  all: 'All encounters',
  wall: 'Side by side',
  groups: 'Groups',
  group: 'Group',
  exams: 'Exams',
  session: 'Encounter',
  unknown: 'Not found',
};

export function FacultyApp({ signIn, wall }: { signIn: SignIn; wall: Wall }) {
  const { state } = useStore(signIn.store);
  if (state.kind !== 'in') return <SignInScreen signIn={signIn} state={state} />;
  return <SignedIn signIn={signIn} api={state.api} wall={wall} />;
}

function SignedIn({ signIn, api, wall }: { signIn: SignIn; api: FacultyApi; wall: Wall }) {
  const route = useFacultyRoute();
  const screens = useRef(0);
  const { screen } = route;
  const place = placeOf(route);
  // Before any screen's ordinary effect, which calls the page by what it shows.
  useLayoutEffect(() => {
    document.title = `${TITLES[screen]} · Viva`;
  }, [screen, place]);
  useEffect(() => {
    screens.current += 1;
    // A new screen begins at its top, for the eyes and for a screen reader; the first one as the browser opens it.
    if (screens.current < 2) return;
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [screen, place]);
  return (
    <FacultyShell signIn={signIn} wall={wall} screen={screen}>
      <Screen route={route} signIn={signIn} api={api} wall={wall} />
    </FacultyShell>
  );
}

interface ScreenProps {
  route: FacultyRoute;
  signIn: SignIn;
  api: FacultyApi;
  wall: Wall;
}

function Screen({ route, signIn, api, wall }: ScreenProps) {
  const book = useCaseBook(api);
  const onRefused = useCallback((trouble: Trouble) => signIn.refused(trouble), [signIn]);
  const open = useMemo(() => ({ ...EVERYTHING, state: 'open' as const }), []);
  switch (route.screen) {
    case 'board':
      return <BoardScreen key="board" api={api} wall={wall} book={book} first={open} onRefused={onRefused} />;
    case 'all':
      return (
        <BoardScreen key="all" api={api} wall={wall} book={book} first={EVERYTHING} onRefused={onRefused} />
      );
    case 'wall':
      return <WallScreen api={api} wall={wall} book={book} onSignIn={onRefused} />;
    case 'groups':
      return <Loaded key="groups" load={loadGroups} api={api} />;
    case 'exams':
      return <Loaded key="exams" load={loadExams} api={api} book={book} />;
    case 'group':
      return <Loaded key={route.group} load={loadGroup} api={api} book={book} {...route} />;
    case 'session':
      return <SessionScreen key={route.sessionId} api={api} book={book} onSignIn={onRefused} {...route} />;
    case 'unknown':
      return (
        <>
          <h1>There is nothing here</h1>
          <p>
            This address leads nowhere. <a href="#/">See who is practising</a>.
          </p>
        </>
      );
  }
}
