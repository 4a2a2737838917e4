import { useEffect, useState } from 'react';
import type { DeviceSession } from '../device/sessions';
import type { Services } from '../services';
import { Shell } from '../ui/Shell';
import { EncounterScreen } from './EncounterScreen';
import { openRoom, type OpenRoom } from './openRoom';

interface Props {
  services: Services;
  sessionId: string;
  followOnly: boolean;
}

export function EncounterRoute({ services, sessionId, followOnly }: Props) {
  const [open, setOpen] = useState<OpenRoom>();
  const [unknown, setUnknown] = useState(false);
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    let here = true;
    let entered: OpenRoom | undefined;
    const enter = (device: DeviceSession | undefined) => {
      if (!here) return;
      if (!device) return setUnknown(true);
      entered = openRoom(services, device, followOnly);
      setOpen(entered);
      void entered.room.enter();
    };
    void services.sessions.find(sessionId).then(enter);
    return () => {
      here = false;
      entered?.room.leave();
    };
  }, [services, sessionId, followOnly, visit]);
  if (unknown) return <NoGrant />;
  if (!open) return null;
  return <EncounterScreen open={open} onRetry={() => setVisit(visit + 1)} />;
}

/** The grant is on the device that started the encounter and is never in an address. */
export function NoGrant() {
  return (
    <Shell>
      <h1>This encounter was not started here</h1>
      <p>
        An encounter can be opened only in the browser that started it, for as long as its access lasts. Open
        it there, or <a href="#/">start a new one</a>.
      </p>
    </Shell>
  );
}
