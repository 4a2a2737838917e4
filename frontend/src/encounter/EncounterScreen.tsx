import { useEffect, useMemo } from 'react';
import { fullName } from '../device/speaker';
import { ExaminePanel } from '../examine/ExaminePanel';
import { WithMedia } from '../media/WithMedia';
import { go, href } from '../ui/route';
import { useStore } from '../ui/store';
import { TroubleNote, WayOn } from '../ui/TroubleNote';
import { Shell } from '../ui/Shell';
import { Dock } from './Dock';
import { isLeaving } from './encounterState';
import { microphoneKey } from './microphoneKey';
import { Notices } from './Notices';
import type { OpenEncounter } from './openEncounter';
import { shownLines } from './shown';
import { TopBar } from './TopBar';
import { TranscriptLog } from './TranscriptLog';

interface Props {
  open: OpenEncounter;
  onRetry: () => void;
}

export function EncounterScreen({ open, onRetry }: Props) {
  const { controller } = open;
  const state = useStore(controller.store);
  const lines = useMemo(
    () => shownLines(state.conversation, state.speech.heard),
    [state.conversation, state.speech.heard],
  );
  const { device, trouble } = state;
  const leaving = isLeaving(state);
  useEffect(() => {
    document.title = `${fullName(device)} · Viva`;
  }, [device]);
  useEffect(() => {
    if (leaving) go(href('ended', device.sessionId));
  }, [leaving, device]);
  if (trouble) {
    return (
      <Shell>
        <h1>{fullName(device)}</h1>
        <TroubleNote trouble={trouble}>
          <WayOn trouble={trouble} onClick={onRetry} />
          <a className="button" href={href('ended', device.sessionId)}>
            See what was kept
          </a>
        </TroubleNote>
      </Shell>
    );
  }
  return (
    <div className="encounter">
      <TopBar controller={controller} state={state} />
      <WithMedia read={open.readMedia}>
        <main className="stage" tabIndex={-1}>
          <h1 className="visually-hidden">
            Encounter with {fullName(device)}, {device.scenarioTitle}
          </h1>
          <TranscriptLog controller={controller} state={state} lines={lines} />
        </main>
        <ExaminePanel examining={open.examining} state={state} />
      </WithMedia>
      <footer className="dock" onKeyDown={microphoneKey(controller, state.microphone)}>
        <Notices open={open} state={state} />
        <Dock open={open} state={state} />
      </footer>
    </div>
  );
}
