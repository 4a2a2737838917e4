import { describe, expect, it } from 'vitest';
import type { DeviceSession, DeviceSessions } from '../device/sessions';
import type { Services } from '../services';
import { readSheet } from './sheet';

const DEVICE = { sessionId: 'ses_1', grant: 'g' } as DeviceSession;

function services(find: () => Promise<DeviceSession | undefined>, page: () => Response) {
  const sessions = { find } as unknown as DeviceSessions;
  const sessionApi = () => ({ transcript: { getTranscriptRaw: async () => ({ raw: page() }) } });
  return { sessions, sessionApi } as unknown as Services;
}

const page = () => new Response('<h1>Hana</h1>');

describe('the printable transcript', () => {
  it('is fetched with the grant of this device', async () => {
    expect(
      await readSheet(
        services(async () => DEVICE, page),
        'ses_1',
      ),
    ).toEqual({
      device: DEVICE,
      html: '<h1>Hana</h1>',
    });
  });

  it('is missing for a session that was not started on this device', async () => {
    expect(
      await readSheet(
        services(async () => undefined, page),
        'ses_1',
      ),
    ).toEqual({ unknown: true });
  });

  it('reports that this device cannot read its storage', async () => {
    const broken = () => Promise.reject(new DOMException('The disk failed.', 'UnknownError'));
    const { trouble } = await readSheet(services(broken, page), 'ses_1');
    expect(trouble?.words).toBeTruthy();
  });

  it('reports that the service refuses it', async () => {
    const cut = () => {
      throw new TypeError('Failed to fetch');
    };
    const { device, trouble } = await readSheet(
      services(async () => DEVICE, cut),
      'ses_1',
    );
    expect(device).toEqual(DEVICE);
    expect(trouble?.words).toContain('cannot be reached');
  });
});
