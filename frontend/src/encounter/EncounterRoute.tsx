import { useEffect, useState } from 'react';
import type { Trouble } from '../api/problems';
import { findDevice, type Found } from '../device/finding';
import type { Services } from '../services';
import { Shell } from '../ui/Shell';
import { TroubleNote, WayOn } from '../ui/TroubleNote';
import { EncounterScreen } from './EncounterScreen';
import { NoGrant } from './NoGrant';
import { openRoom, type OpenRoom } from './openRoom';

interface Props {
  services: Services;
  sessionId: string;
  followOnly: boolean;
  /** What is to be seen stands there. */
  onShown: () => void;
}

/** What the device knows of the session, and the room that was entered with it. */
interface Door extends Found {
  readonly open?: OpenRoom;
}

export function EncounterRoute({ services, sessionId, followOnly, onShown }: Props) {
  const [door, setDoor] = useState<Door>();
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    let here = true;
    let entered: OpenRoom | undefined;
    void findDevice(services.sessions, sessionId).then((found) => {
      if (!here) return;
      entered = found.device && openRoom(services, found.device, followOnly);
      setDoor({ ...found, ...(entered && { open: entered }) });
      void entered?.room.enter();
    });
    return () => {
      here = false;
      entered?.room.leave();
    };
  }, [services, sessionId, followOnly, visit]);
  const shown = door !== undefined;
  useEffect(() => {
    if (shown) onShown();
  }, [shown, onShown]);
  const again = () => setVisit(visit + 1);
  if (!door) return null;
  if (door.open) return <EncounterScreen open={door.open} onRetry={again} />;
  return door.trouble ? <NotReadable trouble={door.trouble} onRetry={again} /> : <NoGrant />;
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
