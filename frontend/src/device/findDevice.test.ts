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
});
