import type { StreamState } from '@viva/client';
import { FakeClock, FakeStreams, settle } from '@viva/client/testing';
import { describe, expect, it } from 'vitest';
import { LoginError, type LoginTrouble } from '../identity/loginError';
import { followSession } from './followSession';

function follow(grant: () => Promise<string>) {
  const clock = new FakeClock();
  const server = new FakeStreams();
  const states: StreamState[] = [];
  const { fetch } = server;
  const onState = (state: StreamState) => states.push(state);
  const on = { sessionId: 'ses_1', onEvent: () => undefined, onState, clock, fetch, random: () => 0 };
  const follower = followSession({ ...on, grant });
  return { clock, server, states, follower };
}

describe('a session that is followed with a login', () => {
  it('is refused in words when the login runs out, and is asked for no more', async () => {
    let trouble: LoginTrouble | undefined;
    const { clock, server, states } = follow(async () => {
      if (trouble) throw new LoginError(trouble);
      return 'token';
    });
    await settle();
    expect(states.at(-1)?.kind).toBe('live');
    trouble = 'login_expired';
    server.drop();
    await settle();
    await clock.move(5_000);
    expect(states.at(-1)).toMatchObject({
      kind: 'refused',
      failure: { code: 'login_expired', detail: new LoginError('login_expired').message },
    });
    trouble = undefined;
    await clock.move(120_000);
    expect(server.requests).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  it('goes on when only the identity provider was out for a while', async () => {
    let out = true;
    const { clock, states } = follow(async () => {
      if (out) throw new LoginError('login_out');
      return 'token';
    });
    await settle();
    expect(states.at(-1)?.kind).toBe('waiting');
    out = false;
    await clock.move(5_000);
    expect(states.at(-1)?.kind).toBe('live');
  });
});
