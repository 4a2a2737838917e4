import { readTranscript } from '@viva/client';
import { troubleOf } from '../api/problems';
import { findDevice, type Found } from '../device/findDevice';
import type { Services } from '../services';

export interface Sheet extends Found {
  /** The service's printable page. */
  readonly html?: string;
}

/** Fetches the printable transcript with the grant of this device. Never throws. */
export async function readSheet(
  { sessions, sessionApi }: Pick<Services, 'sessions' | 'sessionApi'>,
  sessionId: string,
): Promise<Sheet> {
  const { device, ...nothing } = await findDevice(sessions, sessionId);
  if (!device) return nothing;
  try {
    return { device, html: await readTranscript(sessionApi(device.grant), sessionId, 'text/html') };
  } catch (error) {
    return { device, trouble: await troubleOf(error) };
  }
}
