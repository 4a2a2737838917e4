import 'fake-indexeddb/auto';
import type { CreatedSession, Outbox, PersonaView, ScenarioView } from '@viva/client';
import { IDBFactory } from 'fake-indexeddb';
import { FakeClock, settle } from '@viva/client/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Device } from '../device/forget';
import { DeviceSessions } from '../device/sessions';
import { FakeTab } from '../testing/fakeFaculty';
import { forgetOthers, logOut, takeStay } from './logOut';

let sessions: DeviceSessions;
let unsent: string[];
let tab: FakeTab;
let clock: FakeClock;
let reachable: boolean;

const outbox = { sessions: async () => unsent, forget: async () => undefined } as unknown as Outbox;
const leave = (subject: string | undefined, device: Device = { sessions, outbox }) =>
  logOut({ subject: async () => subject, logout: async () => reachable }, device, clock);
const comeIn = (subject: string, device: Device = { sessions, outbox }) =>
  forgetOthers({ subject: async () => subject }, device, clock);
const left = async () => (await sessions.all()).map(({ sessionId }) => sessionId).sort();

async function begin(sessionId: string, owner?: string) {
  const at = new Date(Date.UTC(2026, 10, 2, 10));
  const session = { sessionId, createdAt: at, deadlineAt: at };
  const created = { session, accessToken: 'grant', accessExpiresAt: at } as CreatedSession;
  await sessions.keep(created, { roles: [] as unknown[] } as ScenarioView, {} as PersonaView, { owner });
}

beforeEach(async () => {
  indexedDB = new IDBFactory();
  sessions = await DeviceSessions.open();
  unsent = [];
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
  const out = leave('kim', { sessions: { ownedBy } as unknown as DeviceSessions, outbox });
  await settle();
  await clock.move(5_000);
  expect(await out).toBeUndefined();
  expect(takeStay()?.words).toContain('could not be removed');
});

const LEFT_IN_TAB = [
  'viva-applicant',
  'viva-starts',
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
  const come = comeIn('kim', { sessions: { all } as unknown as DeviceSessions, outbox });
  await settle();
  await clock.move(5_000);
  expect(await come).toBe(false);
});
