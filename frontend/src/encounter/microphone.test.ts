import 'fake-indexeddb/auto';
import { OutboxStore } from '@viva/client/toolkit';
import { settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { CallError, callTrouble } from '../call/troubles';
import { FakeEncounter } from '../testing/fakeEncounter';
import { noticesOf } from './noticeWords';

let encounter: FakeEncounter;
const words = () => noticesOf(encounter.state).find((n) => n.key === 'microphone')?.words;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
  await encounter.controller.start();
  await encounter.controller.connect('voice');
  encounter.ports.peer.handlers.onOpen();
  await settle();
});

describe('a microphone unplugged during a call', () => {
  it('is replaced in the same call and stays muted or not', async () => {
    const [first] = encounter.ports.microphones;
    encounter.controller.mute(true);
    first!.become('lost');
    await settle();
    const [, second] = encounter.ports.microphones;
    expect(encounter.ports.peer.microphones).toEqual([second]);
    expect(second).toMatchObject({ muted: true, stopped: false });
    expect(first!.stopped).toBe(true);
    expect(encounter.ports.mints).toBe(1);
    expect(words()).toContain('continues with another one');
  });

  describe('without another microphone', () => {
    beforeEach(async () => {
      encounter.ports.faults.microphone.push(new CallError(callTrouble('microphone_missing')));
      encounter.ports.microphones[0]!.become('lost');
      await settle();
      expect(encounter.state.call.kind).toBe('connected');
      expect(words()).toContain('Connect one');
    });

    it.each([
      ['is connected', () => encounter.ports.devicesChanged()],
      ['is asked for', () => void encounter.controller.takeMicrophone()],
    ])('is replaced when one %s', async (_, act) => {
      act();
      await settle();
      expect(encounter.state.microphone).toMatchObject({ health: 'ok', replaced: true });
      expect(encounter.ports.peer.microphones).toHaveLength(1);
    });
  });

  it('leaves no microphone on when the call ends meanwhile', async () => {
    let allow: () => void = () => undefined;
    encounter.ports.permission = new Promise((resolve) => (allow = resolve));
    encounter.ports.microphones[0]!.become('lost');
    await encounter.controller.end();
    allow();
    await settle();
    expect(encounter.ports.microphones.map((m) => m.stopped)).toEqual([true, true]);
  });
});
