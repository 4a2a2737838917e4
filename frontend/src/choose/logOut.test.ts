import 'fake-indexeddb/auto';
import type { CreatedSession, Outbox, PersonaView, ScenarioView } from '@viva/client';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it } from 'vitest';
import { DeviceSessions } from '../device/sessions';
import { logOut, takeStay } from './logOut';

let sessions: DeviceSessions;
let unsent: string[];
let tab: Map<string, string>;
let reachable: boolean;

const place = () => ({
  getItem: (name: string) => tab.get(name) ?? null,
  setItem: (name: string, value: string) => void tab.set(name, value),
  removeItem: (name: string) => void tab.delete(name),
});
const leave = (subject: string | undefined) => {
  const outbox = { sessions: async () => unsent, forget: async () => undefined } as unknown as Outbox;
  const identity = { subject: async () => subject, logout: async () => reachable };
  return logOut(identity, { sessions, outbox }, place);
};
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
  tab = new Map();
  reachable = true;
  await begin('ses_kim', 'kim');
  await begin('ses_lee', 'lee');
  await begin('ses_anybody');
});

it('forgets the encounters of who logs out, and no others', async () => {
  expect(await leave('kim')).toBeUndefined();
  expect(await left()).toEqual(['ses_anybody', 'ses_lee']);
  expect(takeStay(place)).toBeUndefined();
});

it('keeps those with unsent lines, and says so once the browser is back', async () => {
  unsent = ['ses_kim'];
  expect(await leave('kim')).toBeUndefined();
  expect(await left()).toContain('ses_kim');
  expect(takeStay(place)?.words).toContain('1 encounter stays on this device');
  expect(takeStay(place)).toBeUndefined();
});

it('says at once that the identity provider was not told, and what stays', async () => {
  unsent = ['ses_kim'];
  reachable = false;
  const trouble = await leave('kim');
  expect(trouble?.words).toContain('may still know you');
  expect(trouble?.words).toContain('1 encounter stays');
  expect(takeStay(place)).toBeUndefined();
});

it('logs out all the same when nobody is known', async () => {
  expect(await leave(undefined)).toBeUndefined();
  expect(await left()).toHaveLength(3);
});
