import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { AttemptsScreen } from './attempts/AttemptsScreen';
import { ChooseScreen } from './choose/ChooseScreen';
import { EndedScreen } from './ended/EndedScreen';
import { EncounterRoute } from './encounter/EncounterRoute';
import { MineScreen } from './mine/MineScreen';
import type { Services } from './services';
import { TranscriptScreen } from './transcript/TranscriptScreen';
import { Loaded } from './ui/Loaded';
import { useRoute, type Route } from './ui/route';
import { Shell } from './ui/Shell';

const loadExam = async () => (await import('./exam/ExamScreen')).ExamScreen;

const TITLES: Record<Route['screen'], string> = {
  choose: 'Choose a case',
  mine: 'My encounters',
  attempts: 'My attempts',
  exam: 'Exam',
  encounter: 'Encounter',
  follow: 'Following an encounter',
  ended: 'What was kept',
  transcript: 'Transcript',
  unknown: 'Not found',
};

export function App({ services }: { services: Services }) {
  const route = useRoute();
  const screens = useRef(0);
  // A new screen begins at its top, for the eyes and for a screen reader; the first one as the browser opens it.
  const begin = useCallback(() => {
    if (screens.current < 2) return;
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  // Before any screen's ordinary effect, which calls the page by what it shows.
  useLayoutEffect(() => {
    document.title = `${TITLES[route.screen]} · Viva`;
  }, [route.screen]);
  useEffect(() => {
    screens.current += 1;
    begin();
  }, [route.screen, begin]);
  return <Screen route={route} services={services} onShown={begin} />;
}

interface ScreenProps {
  route: Route;
  services: Services;
  /** For a screen that stands there only a moment after its route. */
  onShown: () => void;
}

function Screen({ route, services, onShown }: ScreenProps) {
  switch (route.screen) {
    case 'choose':
      return <ChooseScreen key={route.scenarioId ?? ''} services={services} scenarioId={route.scenarioId} />;
    case 'mine':
      return <MineScreen services={services} />;
    case 'attempts':
      return <AttemptsScreen key={route.scenarioId} services={services} scenarioId={route.scenarioId} />;
    case 'exam':
      return (
        <Shell>
          <Loaded key={route.examId} load={loadExam} services={services} examId={route.examId} />
        </Shell>
      );
    case 'encounter':
    case 'follow':
      return (
        <EncounterRoute
          key={route.sessionId + route.screen}
          services={services}
          sessionId={route.sessionId}
          followOnly={route.screen === 'follow'}
          onShown={onShown}
        />
      );
    case 'ended':
      return <EndedScreen key={route.sessionId} services={services} sessionId={route.sessionId} />;
    case 'transcript':
      return <TranscriptScreen key={route.sessionId} services={services} sessionId={route.sessionId} />;
    case 'unknown':
      return (
        <Shell>
          <h1>There is nothing here</h1>
          <p>
            This address leads nowhere. <a href="#/">Choose a case</a> to start.
          </p>
        </Shell>
      );
  }
}
