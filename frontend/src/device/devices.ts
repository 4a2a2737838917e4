/** A microphone or speaker to choose. */
export interface Device {
  readonly id: string;
  readonly name: string;
}

export interface Devices {
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
}

/** The devices of this computer. Their names are known only once a page may use the microphone. Never throws. */
export async function listDevices(): Promise<Devices> {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  const all = await (media?.enumerateDevices() ?? Promise.resolve([])).catch(() => []);
  return { microphones: named(all, 'audioinput'), speakers: named(all, 'audiooutput') };
}

/** Without what browsers list besides real devices: "Default" and "Communications". */
export function named(
  all: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
  kind: MediaDeviceKind,
): Device[] {
  const real = all.filter(
    (device) =>
      device.kind === kind && !['', 'default', 'communications'].includes(device.deviceId) && device.label,
  );
  return real.map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

/** Calls back when a device is connected or removed; answers a function that stops it. */
export function watchDevices(listener: () => void): () => void {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  media?.addEventListener('devicechange', listener);
  return () => media?.removeEventListener('devicechange', listener);
}
