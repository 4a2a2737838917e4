import 'fake-indexeddb/auto';
import type { CreatedSession, Entry, Outbox, PersonaView, ScenarioView } from '@viva/client';
import { IDBFactory } from 'fake-indexeddb';
import { FakeClock, settle } from '@viva/client/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Device } from '../device/forget';
import { DeviceSessions } from '../device/sessions';
import { forThisStudent } from '../device/tabOf';
import { FakeTab } from '../testing/fakeFaculty';
import { forgetOthers, logOut, takeStay } from './logOut';

let sessions: DeviceSessions;
let unsent: string[];
/** Those of them with a line that the service refused. */
let refused: string[];
let discarded: string[];
let now: number;
let tab: FakeTab;
let clock: FakeClock;
let reachable: boolean;

const AT = Date.UTC(2026, 10, 2, 10);
const EXPIRES = AT + 3_600_000;

const outbox = {
  sessions: async () => unsent,
  pending: async (sessionId: string) => {
    const waits = { sessionId, itemId: 'itm_1', state: 'waiting' } as Entry;
    const aside = { sessionId, itemId: 'itm_2', state: 'attention' } as Entry;
    return { entries: refused.includes(sessionId) ? [waits, aside] : [waits] };
  },
  discard: async ({ sessionId, itemId }: Entry) => void discarded.push(`${sessionId} ${itemId}`),
  forget: async () => undefined,
} as unknown as Outbox;
const serverNow = () => now;
const leave = (subject: string | undefined, device: Device = { sessions, outbox, serverNow }) =>
  logOut({ subject: async () => subject, logout: async () => reachable }, device, clock);
const comeIn = (subject: string, device: Device = { sessions, outbox, serverNow }) =>
  forgetOthers({ subject: async () => subject }, device, clock);
const left = async () => (await sessions.all()).map(({ sessionId }) => sessionId).sort();

async function begin(sessionId: string, owner?: string) {
  const at = new Date(AT);
  const session = { sessionId, createdAt: at, deadlineAt: at };
  const created = { session, accessToken: 'grant', accessExpiresAt: new Date(EXPIRES) } as CreatedSession;
  const patient = { name: 'Hana Suzuki' } as PersonaView;
  await sessions.keep(created, { roles: [] as unknown[] } as ScenarioView, patient, { owner });
}

beforeEach(async () => {
  indexedDB = new IDBFactory();
  sessions = await DeviceSessions.open();
  unsent = [];
  refused = [];
  discarded = [];
  now = AT;
  tab = new FakeTab();
  clock = new FakeClock();
  vi.stubGlobal('sessionStorage', tab);
  reachable = true;
  await begin('ses_kim', 'kim');
  await begin('ses_lee', 'lee');
  await begin('ses_anybody');
});

afterEach(() => vi.unstubAllGlobals());

it('forgets the encounters of who logs out, and no others', async () => {
  expect(await leave('kim')).toBeUndefined();
  expect(await left()).toEqual(['ses_anybody', 'ses_lee']);
  expect(takeStay()).toBeUndefined();
});

it('keeps those with unsent lines, and says so once the browser is back', async () => {
  unsent = ['ses_kim'];
  expect(await leave('kim')).toBeUndefined();
  expect(await left()).toContain('ses_kim');
  expect(takeStay()?.words).toContain('1 encounter is still on this device');
  expect(takeStay()).toBeUndefined();
});

it('leads to the encounters with refused lines, which nothing sends, and says to remove those', async () => {
  unsent = ['ses_kim', 'ses_kim_too'];
  refused = ['ses_kim'];
  await begin('ses_kim_too', 'kim');
  await leave('kim');
  expect(await left()).toEqual(expect.arrayContaining(['ses_kim', 'ses_kim_too']));
  const stay = takeStay();
  expect(stay?.refused).toMatchObject([{ sessionId: 'ses_kim' }]);
  expect(stay?.refused?.[0]?.name).toContain('Hana Suzuki');
  expect(stay?.words).toContain('1 encounter is still on this device, because some lines are not saved yet.');
  expect(stay?.words).toContain('Open it and remove those lines. Then log in and log out again.');
});

it('says only what helps against refused lines', async () => {
  unsent = refused = ['ses_kim'];
  await leave('kim');
  expect(takeStay()?.words).not.toContain('Keep this page open');
});

it('forgets unsent lines too once nothing can be sent any more', async () => {
  unsent = refused = ['ses_kim', 'ses_lee'];
  now = EXPIRES;
  await leave('kim');
  expect(await left()).toEqual(['ses_anybody', 'ses_lee']);
  expect(discarded).toEqual(['ses_kim itm_1', 'ses_kim itm_2']);
  expect(takeStay()).toBeUndefined();
});

it('lets nothing stay that comes after the logout', async () => {
  let come: (answer: string) => void = () => undefined;
  const asked = forThisStudent(() => new Promise<string>((resolve) => (come = resolve)));
  await leave('kim');
  come('a new encounter');
  await expect(asked).rejects.toMatchObject({ code: 'login_needed' });
  expect(await forThisStudent(async () => 'later')).toBe('later');
});

it('says at once that the identity provider was not told, and what stays', async () => {
  unsent = ['ses_kim'];
  reachable = false;
  const trouble = await leave('kim');
  expect(trouble?.words).toContain('may still know you');
  expect(trouble?.words).toContain('1 encounter is still');
  expect(takeStay()).toBeUndefined();
});

it('logs out all the same when nobody is known', async () => {
  expect(await leave(undefined)).toBeUndefined();
  expect(await left()).toHaveLength(3);
});

it.each([
  ['hangs', () => new Promise<never>(() => undefined)],
  ['fails', () => Promise.reject(new DOMException('no', 'UnknownError'))],
])('logs out also where the browser’s database %s, and says what is still there', async (_, ownedBy) => {
  const out = leave('kim', { sessions: { ownedBy } as unknown as DeviceSessions, outbox, serverNow });
  await settle();
  await clock.move(5_000);
  expect(await out).toBeUndefined();
  expect(takeStay()?.words).toContain('could not be removed');
});

const LEFT_IN_TAB = [
  'viva-applicant',
  'viva-starts',
  'viva-choice',
  'viva-choice-exm_1',
  'viva-draft-ses_kim',
  'viva-draft-reflection-ses_kim',
  'viva-draft-note-student-ses_kim-whole',
];
const OF_FACULTY = 'viva-draft-note-faculty-ses_kim-whole';
const OF_ANYBODY = 'viva-draft-reflection-ses_anybody';
const type = (...names: string[]) => names.forEach((name) => tab.setItem(name, 'typed'));

it('forgets what a student has left in the tab', async () => {
  type(...LEFT_IN_TAB, OF_FACULTY);
  await leave('kim');
  expect(Object.keys(tab)).toEqual([OF_FACULTY]);
});

it('forgets who did not log out once somebody else logs in, but no line that is not saved', async () => {
  unsent = ['ses_lee'];
  expect(await comeIn('kim')).toBe(false);
  type(...LEFT_IN_TAB);
  await begin('ses_lee_saved', 'lee');
  await comeIn('kim');
  expect(await left()).toEqual(['ses_anybody', 'ses_kim', 'ses_lee']);
  expect(Object.keys(tab)).toEqual(expect.arrayContaining(LEFT_IN_TAB));
  expect(await comeIn('bo')).toBe(true);
  expect(await left()).toEqual(['ses_anybody', 'ses_lee']);
  expect(Object.keys(tab)).not.toEqual(expect.arrayContaining([LEFT_IN_TAB[0]]));
});

it('forgets in another tab what was typed in an encounter that goes, and nothing else', async () => {
  type('viva-draft-reflection-ses_kim', 'viva-draft-note-student-ses_kim-itm_1', OF_ANYBODY, OF_FACULTY);
  await comeIn('bo');
  expect(Object.keys(tab).sort()).toEqual([OF_FACULTY, OF_ANYBODY, 'viva-tab-of'].sort());
});

it('keeps nobody from logging in where the browser’s database hangs', async () => {
  const all = () => new Promise<never>(() => undefined);
  const come = comeIn('kim', { sessions: { all } as unknown as DeviceSessions, outbox, serverNow });
  await settle();
  await clock.move(5_000);
  expect(await come).toBe(false);
});
