import { LateError } from '@viva/client/toolkit';
import { describe, expect, it } from 'vitest';
import { findDevice } from './findDevice';
import type { DeviceSession } from './sessions';

const device = { sessionId: 'ses_1' } as DeviceSession;

describe('looking a session up on this device', () => {
  it('answers what is kept, or that nothing is', async () => {
    expect(await findDevice({ find: async () => device }, 'ses_1')).toEqual({ device });
    expect(await findDevice({ find: async () => undefined }, 'ses_1')).toEqual({ unknown: true });
  });

  it('explains that the browser does not answer', async () => {
    const late = async () => {
      throw new LateError(5_000);
    };
    expect((await findDevice({ find: late }, 'ses_1')).trouble?.words).toContain('Close other tabs');
  });

  const expired = { ...device, grant: 'old', grantExpiresAt: 100, personaName: 'Hana' };
  const atAccount = { ...device, grant: 'token', grantExpiresAt: 900, personaName: 'The patient' };
  const look = (now: number | undefined, find: () => Promise<DeviceSession | undefined>) =>
    findDevice({ find: async () => expired }, 'ses_1', { elsewhere: { find }, serverNow: () => now });

  it('opens by the account what its own grant does not open any more', async () => {
    const opened = { ...expired, grant: 'token', grantExpiresAt: 900 };
    expect(await look(100, async () => atAccount)).toEqual({ device: opened });
  });

  it('keeps to the grant while it serves, while the time is not known, and where nobody is logged in', async () => {
    expect(await look(99, async () => atAccount)).toEqual({ device: expired });
    expect(await look(undefined, async () => atAccount)).toEqual({ device: expired });
    expect(await look(100, async () => undefined)).toEqual({ device: expired });
  });

  it('keeps to what is here where the account cannot be read', async () => {
    const failing = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await look(100, failing)).toEqual({ device: expired });
    const elsewhere = { find: failing };
    const nothingHere = await findDevice({ find: async () => undefined }, 'ses_1', { elsewhere });
    expect(nothingHere.trouble).toMatchObject({ code: 'network' });
  });
});
