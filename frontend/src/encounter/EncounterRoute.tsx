import { useEffect, useState } from 'react';
import type { Trouble } from '../api/problems';
import { findDevice, type Found } from '../device/findDevice';
import type { Services } from '../services';
import { Shell } from '../ui/Shell';
import { TroubleNote, WayOn } from '../ui/TroubleNote';
import { takeBeginning } from './beginning';
import { EncounterScreen } from './EncounterScreen';
import { NoGrant } from './NoGrant';
import { openEncounter, type OpenEncounter } from './openEncounter';

interface Props {
  services: Services;
  sessionId: string;
  followOnly: boolean;
  /** Called once the screen is shown. */
  onShown: () => void;
}

/** What this device knows of the session, and the encounter it opened. */
interface Opened extends Found {
  readonly open?: OpenEncounter;
}

export function EncounterRoute({ services, sessionId, followOnly, onShown }: Props) {
  const [opened, setOpened] = useState<Opened>();
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    let current = true;
    let encounter: OpenEncounter | undefined;
    void findDevice(services.sessions, sessionId).then((found) => {
      if (!current) return;
      encounter = found.device && openEncounter(services, found.device, followOnly);
      setOpened({ ...found, ...(encounter && { open: encounter }) });
      void encounter?.controller.start(takeBeginning(sessionId));
    });
    return () => {
      current = false;
      encounter?.stop();
    };
  }, [services, sessionId, followOnly, visit]);
  const shown = opened !== undefined;
  useEffect(() => {
    if (shown) onShown();
  }, [shown, onShown]);
  const again = () => setVisit(visit + 1);
  if (!opened) return null;
  if (opened.open) return <EncounterScreen open={opened.open} onRetry={again} />;
  return opened.trouble ? (
    <NotReadable trouble={opened.trouble} onRetry={again} />
  ) : (
    <NoGrant services={services} />
  );
}

function NotReadable({ trouble, onRetry }: { trouble: Trouble; onRetry: () => void }) {
  return (
    <Shell>
      <h1>Your encounter</h1>
      <TroubleNote trouble={trouble}>
        <WayOn trouble={trouble} onClick={onRetry} />
      </TroubleNote>
    </Shell>
  );
}
