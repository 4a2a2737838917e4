import { useEffect, useState } from 'react';
import { listDevices, watchDevices, type Device, type Devices } from './devices';

interface Props {
  label: string;
  devices: readonly Device[];
  chosen: string | undefined;
  /** @param id undefined: as the system chooses */
  onChoose: (id: string | undefined) => void;
}

/** Chooses one of the devices whose names the browser tells; nothing while it tells none. */
export function Choice({ label, devices, chosen, onChoose }: Props) {
  if (devices.length === 0) return null;
  const known = devices.some(({ id }) => id === chosen);
  return (
    <label>
      {label}
      <select value={known ? chosen : ''} onChange={(event) => onChoose(event.target.value || undefined)}>
        <option value="">As the system chooses</option>
        {devices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** @param allowed the names are known once the microphone is allowed */
export function useDevices(allowed: boolean): Devices {
  const [devices, setDevices] = useState<Devices>({ microphones: [], speakers: [] });
  useEffect(() => {
    let here = true;
    const look = () => void listDevices().then((found) => here && setDevices(found));
    look();
    const unwatch = watchDevices(look);
    return () => {
      here = false;
      unwatch();
    };
  }, [allowed]);
  return devices;
}
