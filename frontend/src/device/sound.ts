/** How the patient is heard, and the devices that were chosen: remembered on this device. */
export interface SoundSettings {
  readonly muted: boolean;
  /** 0..1 */
  readonly volume: number;
  /** Absent: as the system chooses, like the next. */
  readonly microphone?: string | undefined;
  readonly speaker?: string | undefined;
}

const KEY = 'viva-sound';
const USUAL: SoundSettings = { muted: false, volume: 1 };

export function soundSettings(): SoundSettings {
  try {
    return readSettings(localStorage.getItem(KEY));
  } catch {
    return USUAL; // Storage is forbidden: the usual settings hold until the page is left.
  }
}

/** Reads stored settings; what is not as it should be counts as not set. */
export function readSettings(stored: string | null): SoundSettings {
  const given = parsed(stored);
  const { muted, volume, microphone, speaker } = given;
  return {
    muted: muted === true,
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : USUAL.volume,
    ...(typeof microphone === 'string' && { microphone }),
    ...(typeof speaker === 'string' && { speaker }),
  };
}

function parsed(stored: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export function keepSoundSettings(settings: SoundSettings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    return; // Storage is full or forbidden: the choice holds until the page is left.
  }
}
