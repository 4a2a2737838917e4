import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { OutboxStore } from '@viva/client/toolkit';
import { settle } from '@viva/client/testing';
import { FakeEncounter } from '../testing/fakeEncounter';
import type { Voices } from './encounterParts';

const NO_VOICE = { unavailable: 'No voice today.' } as const;

let encounter: FakeEncounter;
let answer: (voices: Voices) => void;
let fail: (error: Error) => void;
let started: Promise<void>;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
  encounter.voices = () =>
    new Promise((resolve, reject) => {
      answer = resolve;
      fail = reject;
    });
});

async function start(): Promise<void> {
  started = encounter.controller.start();
  await settle();
}

describe('which calls there are', () => {
  beforeEach(start);

  it('is settled by the answer of the service', async () => {
    expect(encounter.state.voiceAsked).toBe(false);
    answer({ simulated: true });
    await started;
    expect(encounter.state).toMatchObject({ voiceAsked: true, simulated: true });
  });

  it('is settled also when the service does not say', async () => {
    expect(encounter.state.voiceAsked).toBe(false);
    fail(new TypeError('Failed to fetch'));
    await started;
    expect(encounter.state).toMatchObject({ voiceAsked: true, call: { kind: 'idle' } });
  });

  it('is settled after three seconds without an answer', async () => {
    await encounter.ports.clock.move(2_999);
    expect(encounter.state.voiceAsked).toBe(false);
    await encounter.ports.clock.move(1);
    expect(encounter.state.voiceAsked).toBe(true);
  });
});

describe('an answer that comes after the choices are shown', () => {
  beforeEach(async () => {
    await start();
    await encounter.ports.clock.move(3_000);
  });

  it('moves none of them, and counts from the next press', async () => {
    answer(NO_VOICE);
    await settle();
    expect(encounter.state.noVoice).toBeUndefined();
    await encounter.controller.connect('text');
    expect(encounter.state.noVoice).toBe(NO_VOICE.unavailable);
  });

  it('moves no choice beside a typed conversation', async () => {
    await encounter.controller.connect('typed');
    answer({ simulated: true });
    await settle();
    expect(encounter.state.simulated).toBeUndefined();
  });

  it('counts at once during a call, which shows no choices', async () => {
    await encounter.controller.connect('text');
    answer({ simulated: true });
    await settle();
    expect(encounter.state.simulated).toBe(true);
  });
});

it('counts at once in a tab that shows no choices, however late it comes', async () => {
  encounter.lockTaken = true;
  await start();
  await encounter.ports.clock.move(3_000);
  answer(NO_VOICE);
  await settle();
  expect(encounter.state.noVoice).toBe(NO_VOICE.unavailable);
});
