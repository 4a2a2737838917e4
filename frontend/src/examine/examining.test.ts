import {
  ResponseError,
  type CatalogEntry,
  type Examination,
  type ExaminationReceipt,
  type NewExamination,
  type SessionEvent,
} from '@viva/client';
import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Examining } from './examining';

const LACHMAN: CatalogEntry = {
  id: 'lachman',
  name: 'Lachman test',
  region: 'Knee',
  sides: true,
  source: 'x',
};
const PULSE: CatalogEntry = { id: 'pulse', name: 'Pulse', region: 'General', source: 'x' };

/** A service that keeps what it was asked and stores each item once. */
class FakeService {
  readonly asked: NewExamination[] = [];
  readonly stored = new Map<string, number>();
  /** What the next requests end with: before the service stored it, or on the way back. */
  readonly faults: { error: Error; stored: boolean }[] = [];
  needsConsent = false;

  async examine(asked: NewExamination): Promise<ExaminationReceipt> {
    this.asked.push(asked);
    const fault = this.faults.shift();
    if (fault && !fault.stored) throw fault.error;
    const receipt = this.answer(asked);
    if (fault) throw fault.error;
    return receipt;
  }

  private answer({ itemId, testId, side, consent }: NewExamination): ExaminationReceipt {
    const base = { itemId, testId, name: testId, askedBy: 'panel' } as const;
    const missing = (outcome: Examination['outcome'], detail: string) => ({
      sessionId: 'ses_1',
      examination: { ...base, outcome, detail },
    });
    if (testId === 'lachman' && !side) return missing('side_needed', 'Say which side.');
    if (this.needsConsent && !consent) return missing('consent_needed', 'Ask first.');
    if (!this.stored.has(itemId)) this.stored.set(itemId, this.stored.size + 1);
    const examination = { ...base, ...(side && { side }), outcome: 'found' as const, finding: 'Firm' };
    return { sessionId: 'ses_1', seq: this.stored.get(itemId)!, createdAt: new Date(0), examination };
  }
}

let service: FakeService;
let clock: FakeClock;
let examining: Examining;
let shown: SessionEvent[];

beforeEach(() => {
  service = new FakeService();
  clock = new FakeClock();
  shown = [];
  let items = 0;
  examining = new Examining({
    readTests: async () => [LACHMAN, PULSE],
    examine: (asked) => service.examine(asked),
    onStored: (event) => shown.push(event),
    newItemId: () => `item_${++items}`,
    clock,
    random: () => 1,
  });
});

const state = () => examining.store.get();
const found = () =>
  shown.map(({ seq, examination }) => `${seq} ${examination?.testId} ${examination?.side ?? ''}`);
const offline = (stored: boolean) => ({ error: new TypeError('Failed to fetch'), stored });
const refusal = (status: number, code: string, headers: Record<string, string> = {}) => {
  const body = JSON.stringify({ code });
  const all = { 'Content-Type': 'application/problem+json', ...headers };
  return { error: new ResponseError(new Response(body, { status, headers: all })), stored: false };
};

describe('examining', () => {
  it('shows a finding as soon as it is stored', async () => {
    examining.choose(PULSE);
    await examining.examine();
    expect(found()).toEqual(['1 pulse ']);
    expect(state()).toMatchObject({ progress: 'no', test: PULSE });
  });

  it('asks for the side in place, and then the other side as a test of its own', async () => {
    examining.choose(LACHMAN);
    expect(state().asksSide).toBe(true);
    await examining.examine();
    expect(state().missing).toEqual({ what: 'side', words: 'Say which side.' });
    expect(found()).toEqual([]);
    examining.setSide('right');
    expect(state().missing).toBeUndefined();
    await examining.examine();
    examining.setSide('left');
    await examining.examine();
    expect(found()).toEqual(['1 lachman right', '2 lachman left']);
  });

  it('asks for the patient’s agreement also where the catalogue does not', async () => {
    service.needsConsent = true;
    examining.choose(PULSE);
    expect(state().asksConsent).toBe(false);
    await examining.examine();
    expect(state()).toMatchObject({ asksConsent: true, missing: { what: 'consent', words: 'Ask first.' } });
    examining.setConsent(true);
    await examining.examine();
    expect(service.asked.map(({ consent }) => consent)).toEqual([undefined, true]);
    expect(found()).toEqual(['1 pulse ']);
  });

  it('forgets side and agreement with another test', () => {
    examining.choose(LACHMAN);
    examining.setSide('left');
    examining.setConsent(true);
    examining.choose(PULSE);
    expect(state()).toMatchObject({ side: undefined, consent: false, asksSide: false });
  });

  it('asks again by itself after a lost answer, and it is stored once', async () => {
    service.faults.push(offline(true), offline(false));
    examining.choose(PULSE);
    const done = examining.examine();
    await settle();
    expect(state().progress).toBe('again');
    await clock.move(60_000);
    await done;
    expect(new Set(service.asked.map(({ itemId }) => itemId)).size).toBe(1);
    expect(service.stored.size).toBe(1);
    expect(found()).toEqual(['1 pulse ']);
  });

  it('gives up after a while, and goes on with the same request when told to', async () => {
    service.faults.push(...[1, 2, 3, 4].map(() => offline(true)));
    examining.choose(PULSE);
    const done = examining.examine();
    await settle();
    await clock.move(60_000);
    await done;
    expect(state()).toMatchObject({ progress: 'no', trouble: { code: 'network' } });
    await examining.examine();
    expect(state().trouble).toBeUndefined();
    expect(service.asked).toHaveLength(5);
    expect(service.stored.size).toBe(1);
  });

  it('goes on at once when the network is back', async () => {
    service.faults.push(offline(false));
    examining.choose(PULSE);
    const done = examining.examine();
    await settle();
    examining.retryNow();
    await done;
    expect(found()).toEqual(['1 pulse ']);
  });

  it('does not sit out a long wait, and repeats nothing that was refused', async () => {
    service.faults.push(refusal(429, 'quota_exceeded', { 'Retry-After': '40' }));
    examining.choose(PULSE);
    await examining.examine();
    expect(state().trouble).toMatchObject({ code: 'quota_exceeded', retryAfterS: 40 });
    service.faults.push(refusal(409, 'session_ended'));
    await examining.examine();
    expect(state().trouble).toMatchObject({ code: 'session_ended' });
    expect(service.asked).toHaveLength(2);
  });

  it('shows a finding that arrives after another test was chosen, and leaves that test alone', async () => {
    examining.choose(PULSE);
    const done = examining.examine();
    examining.choose(LACHMAN);
    examining.setSide('left');
    await done;
    expect(found()).toEqual(['1 pulse ']);
    expect(state()).toMatchObject({ test: LACHMAN, side: 'left' });
  });

  it('is pressed twice and asks once', async () => {
    examining.choose(PULSE);
    await Promise.all([examining.examine(), examining.examine()]);
    expect(service.asked).toHaveLength(1);
  });
});

describe('the tests to choose from', () => {
  it('are read once, and again after a failure', async () => {
    let reads = 0;
    const later = new Examining({
      examine: () => Promise.reject(new Error()),
      onStored: () => undefined,
      newItemId: () => 'x',
      clock,
      random: () => 0,
      readTests: async () => {
        if (++reads === 1) throw new TypeError('Failed to fetch');
        return [PULSE];
      },
    });
    await later.readTests();
    expect(later.store.get().testsTrouble?.code).toBe('network');
    await Promise.all([later.readTests(), later.readTests()]);
    await later.readTests();
    expect(later.store.get()).toMatchObject({ tests: [PULSE], testsTrouble: undefined });
    expect(reads).toBe(2);
  });
});
