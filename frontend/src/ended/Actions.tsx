import { useState } from 'react';
import type { Trouble } from '../api/problems';
import type { DeviceSession } from '../device/sessions';
import type { Services } from '../services';
import { Icon } from '../ui/icons';
import { href } from '../ui/route';
import { ToLogin, TroubleNote } from '../ui/TroubleNote';
import { Downloads } from './Downloads';

/** Print, download, start a new encounter. */
export function Actions({ services, device }: { services: Services; device: DeviceSession }) {
  const [trouble, setTrouble] = useState<Trouble>();
  return (
    <>
      {trouble && (
        <TroubleNote trouble={trouble}>
          <ToLogin trouble={trouble} />
        </TroubleNote>
      )}
      <div className="actions wide">
        <a className="button primary" href={href('transcript', device.sessionId)}>
          <Icon name="print" /> Read or print
        </a>
        <Downloads services={services} device={device} onTrouble={setTrouble} />
        <a className="button" href="#/">
          New encounter
        </a>
      </div>
    </>
  );
}
