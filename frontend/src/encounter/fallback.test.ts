import 'fake-indexeddb/auto';
import type { Turn } from '@viva/client';
import { OutboxStore } from '@viva/client/toolkit';
import { later, settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeHouse } from '../testing/fakeRoom';
import { standingOf } from './connectionWords';

let house: FakeHouse;
const pill = () => standingOf(house.state).words;
const refuse = (times: number) => {
  for (let i = 0; i < times; i++) house.streams.answerWith(new TypeError('Failed to fetch'));
};

beforeEach(async () => {
  indexedDB = new IDBFactory();
  house = new FakeHouse(await OutboxStore.open());
  await house.enterAndConnect();
  await settle();
});

describe('the connection pill', () => {
  it('says at once that the service is gone, and that it is back', async () => {
    expect(pill()).toBe('Connected');
    house.readFault = new TypeError('Failed to fetch');
    refuse(1);
    house.streams.drop();
    await settle();
    expect(pill()).toBe('No connection');
    house.readFault = undefined;
    await house.world.clock.move(10_000);
    expect(pill()).toBe('Connected');
  });

  it('says within two seconds that the service does not answer', async () => {
    house.silence = new Promise(() => undefined);
    refuse(20);
    house.streams.drop();
    await settle();
    await house.world.clock.move(1_999);
    expect(house.state.unreachable).toBe(true);
  });

  it('does not say that a call is there while nothing comes over it', async () => {
    house.world.peer.handlers.onConnection('disconnected');
    expect(pill()).toBe('Reconnecting');
    house.world.peer.handlers.onConnection('connected');
    expect(pill()).toBe('Connected');
  });

  it('stays where only the event stream is blocked', async () => {
    refuse(20);
    house.streams.drop();
    await house.world.clock.move(30_000);
    expect(pill()).toBe('Connected');
  });
});

it('lets nothing wait any longer once the service answers a plain request again', async () => {
  const { relay, world, streams } = house;
  house.readFault = new TypeError('Failed to fetch');
  refuse(5);
  for (let i = 0; i < 6; i++) relay.faults.push(later());
  for (let i = 0; i < 5; i++) world.faults.mint.push(house.readFault);
  house.room.say('Hello');
  house.confirm('item_1', 'Hello');
  streams.drop();
  world.peer.handlers.onClosed();
  await world.clock.move(12_000);
  expect(house.shown).toEqual(['student Hello: waiting']);

  house.readFault = undefined;
  await world.clock.move(5_000);

  expect(house.shown).toEqual(['student Hello: saved']);
  expect(house.state.stream.kind).toBe('live');
  world.peer.handlers.onOpen();
  expect(pill()).toBe('Connected');
});

describe('without an event stream', () => {
  beforeEach(() => {
    refuse(50);
    house.streams.drop();
  });

  it('lines are read by a plain request', async () => {
    const turn = { itemId: 'a', role: 'patient', text: 'Hello', seq: 3, createdAt: new Date(0) } as Turn;
    house.turns = [turn];
    await house.world.clock.move(5_000);
    expect(house.shown).toEqual(['patient Hello: saved']);
  });

  it('the end is known by a plain request, and hangs up', async () => {
    house.sessionState = 'ended';
    await house.world.clock.move(5_000);
    expect(house.state).toMatchObject({ call: { kind: 'ended' }, conversation: { state: 'ended' } });
    expect(house.endings).toBe(1);
  });
});

it('does not wait for an answer on a stream that only looks alive', async () => {
  await house.room.connect('typed');
  house.room.say('Hello');
  house.turns = [{ itemId: 'b', role: 'patient', text: 'Hi', seq: 3, createdAt: new Date(0) } as Turn];
  await house.world.clock.move(5_000);
  expect(house.state.responding).toBe(false);
  expect(house.shown).toContain('patient Hi: saved');
});
