import type { CreatedSession, NewSession } from '@viva/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../testing/fakeCall';
import { FakePlace } from '../testing/fakeFaculty';
import { createOnce } from './createOnce';
import { StartKeys } from './startKey';

const EXAM: NewSession = {
  scenarioId: 'knee',
  personaId: 'hana',
  examId: 'exm_1',
  participant: { name: 'Kim' },
};
const GERMAN = { ...EXAM, replyLanguage: 'de' };

/** A service where each student has one attempt, and each key one answer. */
class FakeService {
  readonly sessions: { key: string; body: string }[] = [];
  readonly faults: ('lost answer' | 'not reached')[] = [];

  async createSession({ newSession, idempotencyKey: key = '' }: Asked): Promise<CreatedSession> {
    const fault = this.faults.shift();
    if (fault === 'not reached') throw new TypeError('Failed to fetch');
    const body = JSON.stringify(newSession);
    let at = this.sessions.findIndex((session) => session.key === key);
    if (at >= 0 && this.sessions[at]!.body !== body) throw refusal(422, 'idempotency_key_reused');
    if (at < 0 && this.sessions.length > 0) throw refusal(409, 'attempt_used');
    if (at < 0) at = this.sessions.push({ key, body }) - 1;
    if (fault === 'lost answer') throw new TypeError('Failed to fetch');
    return { accessToken: `grant ${at}` } as CreatedSession;
  }
}

interface Asked {
  readonly newSession: NewSession;
  readonly idempotencyKey?: string;
}

let service: FakeService;
let place: FakePlace;
let next: number;

beforeEach(() => {
  service = new FakeService();
  place = new FakePlace();
  next = 0;
});

/** Asked for by a page that was just loaded. */
function create(session: NewSession, by = 'kim'): Promise<CreatedSession> {
  const randomBytes = (n: number) => Uint8Array.from({ length: n }, () => (next += 37) % 256);
  return createOnce(service, new StartKeys({ randomBytes, place, now: () => 0 }), session, by);
}

describe('the attempt at an exam whose first answer was lost', () => {
  beforeEach(async () => {
    service.faults.push('lost answer');
    await expect(create(EXAM)).rejects.toBeInstanceOf(TypeError);
  });

  it('is there when the same is asked for after a reload', async () => {
    expect(await create(EXAM)).toEqual({ accessToken: 'grant 0' });
  });

  it('is there also with another wish', async () => {
    expect(await create(GERMAN)).toEqual({ accessToken: 'grant 0' });
  });

  it('is there although another try was lost in between', async () => {
    service.faults.push('not reached');
    await expect(create(GERMAN)).rejects.toBeInstanceOf(TypeError);
    expect(await create(GERMAN)).toEqual({ accessToken: 'grant 0' });
  });

  it('is given to nobody else', async () => {
    await expect(create(EXAM, 'lee')).rejects.toMatchObject({ response: { status: 409 } });
    await expect(create({ ...EXAM, participant: { name: 'Lee' } })).rejects.toMatchObject({
      response: { status: 409 },
    });
  });

  it('is asked for again when that fails', async () => {
    const { createSession } = service;
    let calls = 0;
    service.createSession = async (asked) => {
      if (++calls === 2) throw refusal(429, 'quota_exceeded');
      return createSession.call(service, asked);
    };
    await expect(create(GERMAN)).rejects.toMatchObject({ response: { status: 429 } });
    expect(await create(GERMAN)).toEqual({ accessToken: 'grant 0' });
  });
});

it('an attempt that another device began is refused in the words of the service', async () => {
  service.sessions.push({ key: 'of another device', body: '' });
  const error: unknown = await create(EXAM).catch((refused: unknown) => refused);
  expect(await (error as { response: Response }).response.json()).toEqual({ code: 'attempt_used' });
});

it('an attempt that is refused for its own sake begins no earlier one', async () => {
  service.faults.push('not reached');
  await expect(create(EXAM)).rejects.toBeInstanceOf(TypeError);
  const { createSession } = service;
  service.createSession = async (asked) => {
    if (asked.newSession.replyLanguage) throw refusal(422, 'invalid_body');
    return createSession.call(service, asked);
  };
  await expect(create(GERMAN)).rejects.toMatchObject({ response: { status: 422 } });
  expect(service.sessions).toEqual([]);
});

it('an attempt that never reached the service begins with the latest wish', async () => {
  service.faults.push('not reached');
  await expect(create(EXAM)).rejects.toBeInstanceOf(TypeError);
  expect(await create(GERMAN)).toEqual({ accessToken: 'grant 0' });
  expect(service.sessions[0]?.body).toBe(JSON.stringify(GERMAN));
});
