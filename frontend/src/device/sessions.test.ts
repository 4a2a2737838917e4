import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { FakeClock } from '@viva/client/testing';
import { LateError } from '@viva/client/toolkit';
import type { CreatedSession, PersonaView, ScenarioView } from '@viva/client';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { DeviceSessions } from './sessions';
import { calledName, fullName, participantWords } from './speaker';

const T0 = Date.UTC(2026, 10, 2, 10, 4);
const HOUR = 3_600_000;

const scenario = {
  title: 'Knee after football',
  code: 'K1',
  briefing: 'Hana limps.',
  roles: [] as unknown[],
} as ScenarioView;
const persona = { name: 'Hana Suzuki' } as PersonaView;

function created(sessionId: string, startedAt = T0): CreatedSession {
  const session = {
    sessionId,
    createdAt: new Date(startedAt),
    deadlineAt: new Date(startedAt + HOUR / 2),
  };
  return {
    session,
    accessToken: `grant of ${sessionId}`,
    accessExpiresAt: new Date(T0 + HOUR),
  } as CreatedSession;
}

let sessions: DeviceSessions;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  sessions = await DeviceSessions.open();
  await sessions.keep(created('ses_1'), scenario, persona);
  await sessions.keep(created('ses_2', T0 + 1), scenario, persona);
});

const open = async (now: number) => (await sessions.open(now)).map((s) => s.sessionId);

it('keeps an encounter for this visit when the disk is full', async () => {
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('Full.', 'QuotaExceededError');
  });
  expect(await sessions.keep(created('ses_3'), scenario, persona)).toBe(false);
  full.mockRestore();
  expect(await sessions.find('ses_3')).toMatchObject({ grant: 'grant of ses_3' });
});

it('keeps an encounter for this visit when the storage hangs', async () => {
  const clock = new FakeClock();
  const hanging = await DeviceSessions.open('hanging', clock);
  const { put, get } = IDBObjectStore.prototype;
  onTestFinished(() => void vi.restoreAllMocks());
  const never = (request: IDBRequest) => Object.assign(request, { addEventListener: () => undefined });
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value) {
    return never(put.call(this, value)) as IDBRequest<IDBValidKey>;
  });
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
    return never(get.call(this, key));
  });
  const kept = hanging.keep(created('ses_3'), scenario, persona);
  await clock.move(5_000);
  expect(await kept).toBe(false);
  const found = hanging.find('ses_3');
  const unknown = hanging.find('ses_4').catch((error: unknown) => error);
  await clock.move(5_000);
  expect(await found).toMatchObject({ grant: 'grant of ses_3' });
  expect(await unknown).toBeInstanceOf(LateError);
});

it('gives up reading the list of what it keeps when the storage hangs', async () => {
  const clock = new FakeClock();
  const hanging = await DeviceSessions.open('hanging', clock);
  const { getAll } = IDBObjectStore.prototype;
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore) {
    return Object.assign(getAll.call(this), { addEventListener: () => undefined });
  });
  const all = hanging.all().catch((error: unknown) => error);
  await clock.move(5_000);
  expect(await all).toBeInstanceOf(LateError);
});

it('finds an encounter of this visit although the storage fails', async () => {
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(() => {
    throw new DOMException('Broken.', 'UnknownError');
  });
  expect(await sessions.find('ses_1')).toMatchObject({ grant: 'grant of ses_1' });
  await expect(sessions.find('ses_3')).rejects.toThrow('Broken.');
});

describe('the encounters of this device', () => {
  it('are found with their grants, also in the next visit', async () => {
    const next = await DeviceSessions.open();
    expect(await next.find('ses_1')).toMatchObject({ grant: 'grant of ses_1', personaName: 'Hana Suzuki' });
    expect(await next.find('ses_3')).toBeUndefined();
  });

  it('are offered again while they are open, the newest first', async () => {
    expect(await open(T0 + 2)).toEqual(['ses_2', 'ses_1']);
    await sessions.markEnded('ses_2', T0 + 2);
    expect(await open(T0 + 2)).toEqual(['ses_1']);
    expect(await open(T0 + HOUR / 2 + 2)).toEqual([]);
  });

  it('are found again in this visit although the disk took nothing', async () => {
    onTestFinished(() => void vi.restoreAllMocks());
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await sessions.keep(created('ses_3'), scenario, persona);
    vi.restoreAllMocks();
    expect((await sessions.all()).map((s) => s.sessionId)).toContain('ses_3');
    expect(await open(T0 + 2)).toContain('ses_3');
    await sessions.markEnded('ses_3', T0 + 2);
    expect(await open(T0 + 2)).not.toContain('ses_3');
    await sessions.forget('ses_3');
    expect((await sessions.all()).map((s) => s.sessionId)).not.toContain('ses_3');
  });

  it('keep whom the student speaks with instead of the patient', async () => {
    const role = { roleId: 'team-mate', title: 'Team-mate', name: 'Joris' };
    const asked = created('ses_3');
    const withRole = { ...asked, session: { ...asked.session, roleId: 'team-mate' } };
    expect(await sessions.keep(withRole, { ...scenario, roles: [role] }, persona)).toBe(true);
    const kept = (await sessions.find('ses_3'))!;
    expect(kept.speaker).toEqual({ title: 'Team-mate', name: 'Joris' });
    expect(calledName(kept)).toBe('Joris');
    expect(fullName(kept)).toBe('Joris');
    const patient = (await sessions.find('ses_1'))!;
    expect([calledName(patient), fullName(patient)]).toEqual(['Hana', 'Hana Suzuki']);
  });

  it('keep who practises, as the service has it', async () => {
    const asked = created('ses_3');
    const named = {
      ...asked,
      session: { ...asked.session, participant: { name: 'Kim Lee', group: 'PT-2B' } },
    };
    await sessions.keep(named, scenario, persona);
    expect(participantWords((await sessions.find('ses_3'))!)).toBe('Kim Lee, PT-2B');
    expect(participantWords((await sessions.find('ses_1'))!)).toBe('');
  });

  it('are all offered while the service’s time is unknown', async () => {
    expect((await sessions.open(undefined)).map((s) => s.sessionId)).toEqual(['ses_2', 'ses_1']);
  });

  it('are forgotten once their grants have expired', async () => {
    expect(await sessions.expired(T0 + HOUR - 1)).toEqual([]);
    expect(await sessions.expired(T0 + HOUR)).toHaveLength(2);
    await sessions.forget('ses_1');
    expect(await sessions.find('ses_1')).toBeUndefined();
  });

  it('let a newer page open, and ask the user to reload this one', async () => {
    const opened = await new Promise<IDBDatabase>((resolve) => {
      const newer = indexedDB.open('viva-sessions', 2);
      newer.onsuccess = () => resolve(newer.result);
    });
    expect(opened.version).toBe(2);
    await expect(sessions.find('ses_1')).rejects.toThrow('Reload this one');
  });
});
