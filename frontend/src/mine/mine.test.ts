import type { PersonaView, ScenarioView, Session, SessionPage } from '@viva/client';
import { settle } from '@viva/client/testing';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { trouble } from '../api/problems';
import type { DeviceSession } from '../device/sessions';
import { entry } from '../testing/fakeFaculty';
import { learnApi } from '../learn/learnApi';
import { LoginError } from '../identity/loginError';
import { Account } from './account';
import { elsewhere } from './elsewhere';
import { shownOf, whichWords } from './MineScreen';
import { MyData } from './MyData';
import { attemptsOf, mySessions, overOf, repeated, type Mine } from './mySessions';

const kept = (sessionId: string, startedAt: number, more: Partial<DeviceSession> = {}) =>
  ({
    sessionId,
    startedAt,
    deadlineAt: startedAt + 1_000,
    scenarioId: 'knee',
    scenarioTitle: 'Knee',
    scenarioCode: 'K1',
    grant: `grant of ${sessionId}`,
    ...more,
  }) as DeviceSession;

const services = (here: DeviceSession[], others?: DeviceSession[], now?: number) => ({
  sessions: { all: async () => here },
  elsewhere: { all: async () => others },
  serverNow: () => now,
});

describe('my encounters', () => {
  it('are those of this device for who is not logged in', async () => {
    const { sessions, everywhere } = await mySessions(services([kept('a', 1)]));
    expect(sessions.map(({ sessionId, here }) => [sessionId, here])).toEqual([['a', true]]);
    expect(everywhere).toBe(false);
  });

  it('are those of every device for who is, each once, newest first', async () => {
    const { sessions } = await mySessions(
      services([kept('a', 2)], [kept('a', 2, { endedAt: 3, grant: 'token' }), kept('b', 5)]),
    );
    expect(sessions.map(({ sessionId, here, grant }) => [sessionId, here, grant])).toEqual([
      ['b', false, 'grant of b'],
      ['a', true, 'grant of a'],
    ]);
    expect(sessions[1]?.endedAt).toBe(3);
  });

  it('know that somebody is logged in, also while the account cannot be read, and that a login is over', async () => {
    const login = async (all: () => Promise<DeviceSession[] | undefined>) =>
      (await mySessions({ ...services([]), elsewhere: { all } })).loggedIn;
    expect(await login(async () => [])).toBe(true);
    expect(await login(async () => undefined)).toBe(false);
    expect(await login(() => Promise.reject(new TypeError('Failed to fetch')))).toBe(true);
    expect(await login(() => Promise.reject(new LoginError('login_expired')))).toBe(false);
  });

  it('are shown as far as they can be read', async () => {
    const failing = {
      ...services([kept('a', 1)]),
      elsewhere: { ...services([]).elsewhere, all: () => Promise.reject(new TypeError('Failed to fetch')) },
    };
    const { sessions, trouble } = await mySessions(failing);
    expect(sessions).toHaveLength(1);
    expect(trouble?.code).toBe('network');
  });

  it.each([
    ['account', 'device', [['b', true]]],
    ['device', 'account', [['a', false]]],
  ] as const)('wait for no slow %s', async (slow, quick, known) => {
    const waiting = new Promise<never>(() => undefined);
    const { sessions, elsewhere, serverNow } = services([kept('b', 5)], [kept('a', 1)]);
    const shown: Mine[] = [];
    const sources = {
      sessions: slow === 'device' ? { all: () => waiting } : sessions,
      elsewhere: slow === 'account' ? { all: () => waiting } : elsewhere,
      serverNow,
    };
    void mySessions(sources, (mine) => shown.push(mine));
    await settle();
    expect(
      shown.map(({ reading }) => reading),
      quick,
    ).toEqual([true]);
    expect(shown[0]!.sessions.map(({ sessionId, here }) => [sessionId, here])).toEqual(known);
  });

  it('are opened by the account once the grant of this device has expired', async () => {
    const expired = kept('a', 1, { grantExpiresAt: 100, personaName: 'Hana' });
    const atAccount = kept('a', 1, { grant: 'token', grantExpiresAt: 900, personaName: 'The patient' });
    const open = async (now: number) => (await mySessions(services([expired], [atAccount], now))).sessions;
    expect(await open(100)).toMatchObject([{ grant: 'token', here: false, personaName: 'Hana' }]);
    expect(await open(99)).toMatchObject([{ grant: 'grant of a', here: true }]);
    expect((await mySessions(services([expired], undefined, 100))).sessions[0]?.here).toBe(true);
  });

  it('stay while they are read again', () => {
    const read: Mine = {
      sessions: [{ ...kept('a', 1), here: true }],
      reading: false,
      everywhere: true,
      loggedIn: true,
    };
    const half: Mine = { ...read, sessions: [], reading: true };
    expect(shownOf(undefined, half)).toBe(half);
    expect(shownOf(read, half)).toEqual({ ...half, sessions: read.sessions });
    const anew: Mine = { ...read, sessions: [] };
    expect(shownOf(read, anew)).toBe(anew);
  });

  it('say which they are only once that is known', () => {
    const state = { reading: false, everywhere: false };
    expect(whichWords(undefined)).toBe('Looking for your encounters…');
    expect(whichWords({ ...state, reading: true })).toBe('Looking for your encounters…');
    expect(whichWords(state)).toContain('This list stays on this device.');
    expect(whichWords({ ...state, everywhere: true })).toContain('on any device');
    const missing = { ...state, trouble: trouble('network') };
    expect(whichWords(missing)).not.toContain('stays on this device');
  });

  it.each([
    [true, true],
    [false, false],
  ])('can be read above where one has ended: %s', (ended, said) => {
    const data = { services: { elsewhere: elsewhere() }, loggedIn: false, ended };
    expect(renderToStaticMarkup(createElement(MyData, data)).includes('You can read and save')).toBe(said);
  });
});

describe('attempts of one case', () => {
  const newestFirst = [6, 5, 4, 3, 2, 1].map((at) => kept(`s${at}`, at * 10_000));

  const page = (now: number, later?: number) => {
    const { attempts, first } = attemptsOf(overOf(newestFirst, 'knee', now), later);
    return [first, ...attempts.map(({ sessionId }) => sessionId)];
  };

  it('are four at a time, with their numbers', () => {
    expect(page(90_000, 4)).toEqual([1, 's1', 's2']);
    expect(overOf(newestFirst, 'knee', 90_000)).toHaveLength(6);
  });

  it('are the last four that are over, oldest first', () => {
    const now = 61_000;
    expect(page(now)).toEqual([3, 's3', 's4', 's5', 's6']);
    expect(page(now - 1)).toEqual([2, 's2', 's3', 's4', 's5']);
  });

  it('are read anew where others stand beside each other, also under the same numbers', () => {
    const keyOf = (sessions: DeviceSession[], later?: number) => attemptsOf(sessions, later).key;
    expect(keyOf(newestFirst)).not.toBe(keyOf(newestFirst, 4));
    expect(keyOf(newestFirst)).not.toBe(keyOf([kept('new', 70_000), ...newestFirst.slice(0, 5)]));
    expect(keyOf(newestFirst)).toBe(keyOf([...newestFirst]));
  });

  it('are offered where there are several', () => {
    expect(repeated([...newestFirst, kept('x', 1, { scenarioId: 'shoulder' })], 90_000)).toEqual([
      { scenarioId: 'knee', title: 'Knee', code: 'K1', attempts: 6 },
    ]);
  });
});

describe('the account of a student who is logged in', () => {
  afterEach(() => vi.unstubAllGlobals());

  const pages: Record<string, SessionPage> = {
    '': { sessions: [entry('ses_2')], nextCursor: 'next' },
    next: { sessions: [entry('ses_1', { scenarioId: 'withdrawn' })] },
  };
  let renewals = 0;
  let sent = '';
  const account = (token: string | undefined) =>
    new Account({
      login: async () => (token === undefined ? undefined : async () => `${token} ${++renewals}`),
      subject: async () => 'kim',
      mine: async (_token, cursor = '') => pages[cursor]!,
      session: async (_token, sessionId) => entry(sessionId) as unknown as Session,
      grant: async (_token, sessionId) => ({
        token: `grant of ${sessionId}`,
        expiresAt: new Date(90_000),
        examId: 'exm_1',
      }),
      cases: async () => ({
        scenarios: [
          {
            scenarioId: 'knee-after-football',
            title: 'A knee',
            code: 'K1',
            briefing: 'x',
            roles: [] as object[],
          },
        ] as ScenarioView[],
        personas: [{ personaId: 'hana-suzuki', name: 'Hana Suzuki' }] as PersonaView[],
      }),
      data: async () => sent,
    });

  it('has all pages, with the names of cases that are still offered', async () => {
    const all = (await account('token').all())!;
    expect(all.map(({ sessionId, scenarioTitle }) => [sessionId, scenarioTitle])).toEqual([
      ['ses_2', 'A knee'],
      ['ses_1', 'withdrawn'],
    ]);
  });

  it('asks for the token at each request: a copy would expire while the debrief is open', async () => {
    renewals = 0;
    const sent: (string | null)[] = [];
    vi.stubGlobal('fetch', async (_address: string, { headers }: RequestInit) => {
      sent.push(new Headers(headers).get('Authorization'));
      return Response.json({ notes: [] });
    });
    for (const found of [(await account('token').find('ses_1'))!, (await account('token').all())![0]!]) {
      const { notes } = learnApi(found.sessionId, found.grant);
      await notes.list();
      await notes.list();
    }
    expect(sent).toHaveLength(4);
    expect(new Set(sent).size).toBe(4);
  });

  it('is nothing for who is not logged in', async () => {
    expect(await account(undefined).all()).toBeUndefined();
    expect(await account(undefined).find('ses_1')).toBeUndefined();
  });

  it('is not even asked for in a tab in which nobody has logged in', async () => {
    const forbidden = () => {
      throw new DOMException('no', 'SecurityError');
    };
    expect(await elsewhere(forbidden).all()).toBeUndefined();
    expect(await elsewhere(() => ({ length: 0 }) as Storage).find('ses_1')).toBeUndefined();
    // At a second press, after the login ran out: it says what to do.
    await expect(elsewhere(forbidden).data()).rejects.toMatchObject({ code: 'login_needed' });
  });

  it('gives the data that the service has, whole or not at all', async () => {
    sent = '{"sessions": [{"turns": [1.0]}]}';
    expect(await account('token').data()).toBe(sent);
    expect(await account(undefined).data()).toBeUndefined();
    sent = '{"sessions": [{"turns": [';
    await expect(account('token').data()).rejects.toThrow();
  });

  it('gives a device what it needs to continue an encounter', async () => {
    expect(await account('token').continueHere('ses_1')).toMatchObject({
      sessionId: 'ses_1',
      grant: 'grant of ses_1',
      grantExpiresAt: 90_000,
      owner: 'kim',
      examId: 'exm_1', // else the exam's page would offer to begin it
    });
    expect(await account(undefined).continueHere('ses_1')).toBeUndefined();
  });
});
