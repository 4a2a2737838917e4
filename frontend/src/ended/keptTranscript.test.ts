import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { ResponseError, TranscriptToJSON, type Pending, type Transcript } from '@viva/client';
import { Outbox, OutboxStore } from '@viva/client/toolkit';
import { FakeBus, FakeClock, FakeLocks, FakeRelay, FakeStreams, settle } from '@viva/client/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceSession, DeviceSessions } from '../device/sessions';
import type { Services } from '../services';
import { FakeAttention } from '../testing/fakeFaculty';
import { KeptTranscript, type KeptTranscriptState } from './keptTranscript';

const SESSION = 'ses_1';
const DEVICE = { sessionId: SESSION, grant: 'g' } as DeviceSession;
/** An outbox whose disk fails now and then. */
class StumblingOutbox extends Outbox {
  readonly faults: Error[] = [];

  override async pending(sessionId: string): Promise<Pending> {
    const fault = this.faults.shift();
    if (fault) throw fault;
    return super.pending(sessionId);
  }
}

const BROKEN = new DOMException('The disk failed.', 'UnknownError');

let outbox: StumblingOutbox;
let streams: FakeStreams;
let find: () => Promise<DeviceSession | undefined>;
let state: KeptTranscriptState;
let kept: KeptTranscript;
let clock: FakeClock;
let attention: FakeAttention;
let transcript: Transcript;
let markEnded: () => Promise<void>;
let reads: number;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  streams = new FakeStreams();
  vi.stubGlobal('fetch', streams.fetch);
  const store = await OutboxStore.open();
  clock = new FakeClock();
  reads = 0;
  transcript = { ...TRANSCRIPT };
  markEnded = async () => undefined;
  const [relay, locks, bus] = [new FakeRelay(), new FakeLocks(), new FakeBus().tab()];
  outbox = new StumblingOutbox({ store, relay, locks, bus, clock, random: () => 0 });
  find = async () => DEVICE;
  state = {};
  const sessions = { find: () => find(), markEnded: () => markEnded() } as unknown as DeviceSessions;
  const services = { sessions, outbox, sessionApi } as unknown as Services;
  attention = new FakeAttention();
  const set = (change: KeptTranscriptState) => (state = { ...state, ...change });
  kept = new KeptTranscript(services, SESSION, set, clock, attention);
});

afterEach(() => {
  kept.stop();
  vi.unstubAllGlobals();
});

const refusals: ResponseError[] = [];
const read = async () => {
  reads += 1;
  const refusal = refusals.shift();
  if (refusal) throw refusal;
  return { raw: Response.json(TranscriptToJSON(transcript)) };
};
const sessionApi = () => ({ transcript: { getTranscriptRaw: read } });

const TRANSCRIPT: Transcript = {
  sessionId: SESSION,
  scenarioTitle: 'Knee',
  personaName: 'Hana',
  state: 'open',
  createdAt: new Date(0),
  lastSeq: 0,
  turnCount: 0,
  digest: 'd',
  durationS: 60,
  complete: false,
  turns: [],
};

describe('the kept transcript', () => {
  it('is shown with its completeness check', async () => {
    await kept.start();
    expect(state).toMatchObject({
      device: DEVICE,
      pending: { entries: [] },
      completeness: { verdict: 'open' },
    });
  });

  it('knows nothing of a session without a grant', async () => {
    find = async () => undefined;
    await kept.start();
    expect(state).toEqual({ unknown: true });
  });

  it('reports that this device cannot read its sessions', async () => {
    find = () => Promise.reject(BROKEN);
    await kept.start();
    expect(state.trouble?.words).toBeTruthy();
    expect(streams.requests).toHaveLength(0);
  });

  it('is shown although this device cannot store the end', async () => {
    Object.assign(transcript, { state: 'closed', complete: true });
    markEnded = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'));
    await kept.start();
    await settle();
    expect(state).toMatchObject({ trouble: undefined, transcript: { state: 'closed' } });
    expect(state.completeness).toBeDefined();
  });

  it('reads until the session is closed, even without events', async () => {
    transcript.state = 'ended';
    await kept.start();
    await settle();
    expect(reads).toBe(1);
    transcript.state = 'closed';
    await clock.move(5_000);
    const seen = () => expect(state).toMatchObject({ transcript: { state: 'closed' } });
    await vi.waitFor(seen, { timeout: 50_000, interval: 1 });
    await clock.move(600_000);
    expect(reads).toBe(2);
  });

  it('of an exam is withheld once it is closed, also what was read before, and not asked for again', async () => {
    transcript.state = 'ended';
    await kept.start();
    await settle();
    expect(state.transcript).toBeDefined();
    const headers = { 'Content-Type': 'application/problem+json' };
    const body = JSON.stringify({ code: 'exam_not_released', status: 409 });
    refusals.push(new ResponseError(new Response(body, { status: 409, headers })));
    await clock.move(5_000);
    const withheld = () => expect(state).toMatchObject({ trouble: { code: 'exam_not_released' } });
    await vi.waitFor(withheld, { timeout: 50_000, interval: 1 });
    expect(state.transcript).toBeUndefined();
    expect(state.completeness).toBeUndefined();
    await clock.move(600_000);
    expect(reads).toBe(2);
  });

  it('is shown although this device’s storage never answers', async () => {
    vi.spyOn(outbox, 'pending').mockReturnValue(new Promise(() => undefined));
    const started = kept.start();
    await settle();
    await clock.move(5_000);
    await started;
    expect(state).toMatchObject({ transcript: { sessionId: SESSION }, trouble: { code: 'timeout' } });
  });

  it.each([401, 404, 503])('is read again automatically after %i', async (status) => {
    refusals.push(new ResponseError(new Response('', { status })));
    await kept.start();
    expect(state.trouble).toMatchObject({ status });
    const wanted = { trouble: undefined, completeness: { verdict: 'open' } };
    await clock.move(5_000);
    await vi.waitFor(() => expect(state).toMatchObject(wanted), { timeout: 50_000, interval: 1 });
  });

  it.each([
    [
      'the computer slept',
      async () => {
        clock.sleep(60_000);
        await clock.move(5_000);
      },
    ],
    [
      'somebody looks again',
      async () => {
        clock.sleep(20_000);
        attention.look(false);
        await settle();
        expect(streams.requests).toHaveLength(1);
        attention.look(true);
      },
    ],
  ])('is followed anew when %s', async (_, wake) => {
    await kept.start();
    await settle();
    expect(streams.requests).toHaveLength(1);
    await wake();
    await settle();
    expect(streams.requests).toHaveLength(2);
    kept.stop();
    await settle();
    expect(clock.waiting).toBe(0);
  });

  it('reports that this device cannot read its lines, and reads again after a change', async () => {
    outbox.faults.push(BROKEN);
    await kept.start();
    expect(state.trouble?.words).toBeTruthy();
    streams.event(1, 'turn');
    // The digest is the browser's own work, on a thread of its own: it is there when it is there.
    const wanted = { trouble: undefined, completeness: { verdict: 'open' } };
    await vi.waitFor(() => expect(state).toMatchObject(wanted), { timeout: 50_000, interval: 1 });
  });
});
