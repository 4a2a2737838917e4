import 'fake-indexeddb/auto';
import { OutboxStore } from '@viva/client/toolkit';
import { settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { CallError, callTrouble } from '../call/troubles';
import { FakeHouse } from '../testing/fakeRoom';
import { noticesOf } from './noticeWords';

let house: FakeHouse;
const words = () => noticesOf(house.state).find((n) => n.key === 'microphone')?.words;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  house = new FakeHouse(await OutboxStore.open());
  await house.room.enter();
  await house.room.connect('voice');
  house.world.peer.handlers.onOpen();
  await settle();
});

describe('a microphone that is unplugged in a call', () => {
  it('is replaced by the one that there is, in the same call and as muted as before', async () => {
    const [first] = house.world.microphones;
    house.room.mute(true);
    first!.become('lost');
    await settle();
    const [, second] = house.world.microphones;
    expect(house.world.peer.microphones).toEqual([second]);
    expect(second).toMatchObject({ muted: true, stopped: false });
    expect(first!.stopped).toBe(true);
    expect(house.world.mints).toBe(1);
    expect(words()).toContain('goes on with another one');
  });

  describe('where there is no other', () => {
    beforeEach(async () => {
      house.world.faults.microphone.push(new CallError(callTrouble('microphone_missing')));
      house.world.microphones[0]!.become('lost');
      await settle();
      expect(house.state.call.kind).toBe('connected');
      expect(words()).toContain('Connect one');
    });

    it.each([
      ['is connected', () => house.world.devicesChanged()],
      ['is asked for', () => void house.room.renewMicrophone()],
    ])('is replaced when one %s', async (_, act) => {
      act();
      await settle();
      expect(house.state.microphone).toMatchObject({ health: 'ok', replaced: true });
      expect(house.world.peer.microphones).toHaveLength(1);
    });
  });

  it('leaves no microphone on when the call ends meanwhile', async () => {
    let allow: () => void = () => undefined;
    house.world.permission = new Promise((resolve) => (allow = resolve));
    house.world.microphones[0]!.become('lost');
    await house.room.end();
    allow();
    await settle();
    expect(house.world.microphones.map((m) => m.stopped)).toEqual([true, true]);
  });
});
