import { ResponseError, type NewReflection, type Reflection } from '@viva/client';
import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { debriefOf } from '../testing/debriefs';
import { DebriefReader } from './debriefReader';

const refusal = (status: number, code: string) =>
  new ResponseError(
    Response.json({ code }, { status, headers: { 'Content-Type': 'application/problem+json' } }),
  );

const WRITTEN: NewReflection = { promptsVersion: '2026.12', answers: [{ promptId: 'went-well', text: 'A' }] };

/** A service that wants what its rule says before it shows the debrief. */
class FakeDebriefs {
  stored: Reflection | undefined;
  refusals: Error[] = [];
  reflectionFirst = false;
  reads = 0;
  /** The next answer to a reflection is lost. */
  answerLost = false;
  unreadable: Error | undefined;

  async debrief() {
    this.reads += 1;
    const refused = this.refusals.shift();
    if (refused) throw refused;
    if (this.reflectionFirst && !this.stored) throw refusal(409, 'reflection_required');
    return debriefOf([]);
  }

  async reflection() {
    if (this.unreadable) throw this.unreadable;
    if (!this.stored) throw refusal(404, 'not_found');
    return this.stored;
  }

  async reflect(reflection: NewReflection) {
    if (this.stored) throw refusal(409, 'reflection_stands');
    this.stored = { ...reflection, sessionId: 'ses_1', submittedAt: new Date(0) };
    if (this.answerLost) throw new TypeError('Failed to fetch');
    return this.stored;
  }
}

let api: FakeDebriefs;
let clock: FakeClock;
let reader: DebriefReader;
const kind = () => reader.store.get().state.kind;

beforeEach(() => {
  api = new FakeDebriefs();
  clock = new FakeClock();
  reader = new DebriefReader(api, clock);
});

describe('the debrief', () => {
  it('is shown, with the reflection if there is one', async () => {
    await reader.read();
    expect(reader.store.get()).toMatchObject({ state: { kind: 'shown' } });
    expect(reader.store.get().reflection).toBeUndefined();
  });

  it('is asked for again by itself while the last lines may arrive', async () => {
    api.refusals.push(refusal(409, 'session_not_closed'));
    await reader.read();
    expect(kind()).toBe('settling');
    await clock.move(2_000);
    await settle();
    expect(kind()).toBe('shown');
  });

  it('is not asked for any more once the page is left', async () => {
    api.refusals.push(refusal(409, 'session_not_closed'));
    await reader.read();
    reader.stop();
    await clock.move(10_000);
    await settle();
    expect(api.reads).toBe(1);
  });

  it('follows the reflection at once', async () => {
    api.reflectionFirst = true;
    await reader.read();
    expect(kind()).toBe('reflect');
    expect(await reader.reflect(WRITTEN)).toBeUndefined();
    expect(kind()).toBe('shown');
    expect(reader.store.get().reflection).toMatchObject(WRITTEN);
  });

  it('shows the reflection that stands when another one was stored, and says that this one was not', async () => {
    api.reflectionFirst = true;
    await reader.read();
    await api.reflect({ ...WRITTEN, answers: [{ promptId: 'went-well', text: 'From there' }] });
    expect(await reader.reflect(WRITTEN)).toMatchObject({ code: 'reflection_stands' });
    expect(reader.store.get().reflection?.answers[0]?.text).toBe('From there');
    expect(kind()).toBe('shown');
  });

  it('does not take a better text for submitted after the answer to the first one was lost', async () => {
    await reader.read();
    api.answerLost = true;
    expect(await reader.reflect(WRITTEN)).toMatchObject({ code: 'network' });
    const better = { ...WRITTEN, answers: [{ promptId: 'went-well', text: 'A, and why' }] };
    expect(await reader.reflect(better)).toMatchObject({ code: 'reflection_stands' });
    expect(reader.store.get().reflection?.answers[0]?.text).toBe('A');
  });

  it('has nothing to say when what stands is what was written', async () => {
    await reader.read();
    await api.reflect(WRITTEN);
    expect(await reader.reflect(WRITTEN)).toBeUndefined();
    expect(reader.store.get().reflection).toMatchObject(WRITTEN);
  });

  it('says why what stands cannot be read, and asks for nothing else meanwhile', async () => {
    await reader.read();
    await api.reflect({ ...WRITTEN, answers: [{ promptId: 'went-well', text: 'From there' }] });
    api.unreadable = refusal(503, 'overloaded');
    expect(await reader.reflect(WRITTEN)).toMatchObject({ code: 'overloaded' });
    expect(reader.store.get().reflection).toBeUndefined();
  });

  it('is there when it is not known whether there is a reflection, which is looked for again', async () => {
    await api.reflect(WRITTEN);
    api.unreadable = refusal(503, 'overloaded');
    await reader.read();
    expect(kind()).toBe('shown');
    expect(reader.store.get().reflectionTrouble).toMatchObject({ code: 'overloaded' });
    api.unreadable = undefined;
    api.refusals.push(refusal(503, 'overloaded'));
    await reader.lookForReflection();
    expect(kind()).toBe('shown');
    expect(reader.store.get().reflectionTrouble).toBeUndefined();
    expect(reader.store.get().reflection).toMatchObject(WRITTEN);
  });

  it.each([
    ['debrief_not_released', 'withheld'],
    ['exam_not_released', 'exam'],
    ['overloaded', 'trouble'],
  ])('says %s, and is there when looked for again', async (code, told) => {
    api.refusals.push(refusal(409, code));
    await reader.read();
    expect(kind()).toBe(told);
    await reader.read();
    expect(kind()).toBe('shown');
  });
});
