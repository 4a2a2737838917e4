import type { Turn } from '@viva/client';
import { describe, expect, it } from 'vitest';
import type { DeviceSession, DeviceSessions } from '../device/sessions';
import { phasesOf } from '../encounter/phases';
import type { Services } from '../services';
import { readScript } from './script';

const DEVICE = { sessionId: 'ses_1', grant: 'g', personaName: 'Hana Suzuki' } as DeviceSession;
const AT = '2026-11-27T10:04:00.000Z';
const TRANSCRIPT = {
  session_id: 'ses_1',
  scenario_title: 'A knee',
  persona_name: 'Hana Suzuki',
  state: 'closed',
  created_at: AT,
  last_seq: 0,
  turn_count: 0,
  digest: '',
  duration_s: 60,
  complete: true,
  turns: [],
};

function services(find: () => Promise<DeviceSession | undefined>, reply: () => Response) {
  const sessions = { find } as unknown as DeviceSessions;
  const sessionApi = () => ({
    transcript: { getTranscriptRaw: async () => ({ raw: reply() }) },
    sessions: { getSession: () => Promise.reject(new Error('down')) },
  });
  return { sessions, sessionApi } as unknown as Services;
}

const stored = () => new Response(JSON.stringify(TRANSCRIPT));
const read = (find: () => Promise<DeviceSession | undefined>, reply = stored) =>
  readScript(services(find, reply), 'ses_1');

describe('the transcript to read', () => {
  it('is read with the grant of this device, and without what else cannot be read', async () => {
    const script = await read(async () => DEVICE);
    expect(script).toMatchObject({ device: DEVICE, entries: [], transcript: { durationS: 60 } });
    expect(script.session).toBeUndefined();
  });

  it('has the examinations of the transcript, which needs no event stream', async () => {
    const examination = { item_id: 'e', test_id: 'lachman', name: 'Lachman test', outcome: 'found' };
    const event = { session_id: 'ses_1', type: 'examination', seq: 4, created_at: AT };
    const examinations = [{ ...event, examination: { ...examination, asked_by: 'voice' } }];
    const reply = () => new Response(JSON.stringify({ ...TRANSCRIPT, examinations }));
    const { entries } = await read(async () => DEVICE, reply);
    expect(entries?.map(({ finding }) => finding?.itemId)).toEqual(['e']);
  });

  it('is missing for a session that was not started on this device', async () => {
    expect(await read(async () => undefined)).toEqual({ unknown: true });
  });

  it('reports what is wrong with the storage of this device, or with the service', async () => {
    const broken = () => Promise.reject(new DOMException('The disk failed.', 'UnknownError'));
    expect((await read(broken)).trouble).toBeDefined();
    expect(
      (
        await read(
          async () => DEVICE,
          () => new Response('', { status: 503 }),
        )
      ).trouble,
    ).toBeDefined();
  });
});

it('takes the phases from the lines where there are no events', () => {
  const turn = (seq: number, phase: Turn['phase']) => ({ seq, phase, createdAt: new Date(AT) }) as Turn;
  const marks = phasesOf([turn(3, 'objective'), turn(1, 'subjective'), turn(4, 'objective')]);
  expect(marks.map(({ phase, seq }) => [phase, seq])).toEqual([['objective', 2.5]]);
});
