import 'fake-indexeddb/auto';
import { OutboxStore } from '@viva/client/toolkit';
import { later, settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeEncounter } from '../testing/fakeEncounter';

let encounter: FakeEncounter;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
});

const knew = () => encounter.relay.knew;
async function begin(mode: 'typed' | 'text'): Promise<void> {
  await encounter.controller.connect(mode);
  if (mode === 'text') encounter.ports.peer.handlers.onOpen();
  await settle();
}
async function say(text: string): Promise<void> {
  encounter.controller.say(text);
  await settle();
}

describe('a typed line tells the service which call it knew of', () => {
  it('when another device has called', async () => {
    await encounter.controller.start();
    await begin('typed');
    await say('Hello');
    encounter.streams.event(1, 'call_started', { call: { call_number: 3, kind: 'voice' } });
    await settle();
    await say('Since when?');
    expect(knew()).toEqual([0, 3]);
  });

  it('when this page has called, also before the event stream reports it', async () => {
    await encounter.controller.start();
    await begin('text');
    await begin('typed');
    await say('Hello');
    expect(knew()).toEqual([1]);
  });

  it('except while the event stream is behind: there may be a call of an earlier visit', async () => {
    encounter.lastSeq = 5;
    await encounter.controller.start();
    await begin('typed');
    await say('Hello');
    encounter.streams.event(5, 'call_started', { call: { call_number: 2, kind: 'voice' } });
    await settle();
    await say('Since when?');
    expect(knew()).toEqual([undefined, 2]);
  });
});

describe('a typed line does not hang up a voice call that began after it', () => {
  beforeEach(async () => {
    await encounter.controller.start();
    await begin('typed');
  });

  it('when it waited for the service', async () => {
    encounter.relay.faults.push(later(20));
    await say('Hello');
    await begin('text');
    await encounter.ports.clock.move(25_000);
    await settle();
    expect(knew()).toEqual([0, 0]);
    expect(encounter.shown).toEqual(['student Hello: saved']);
  });

  it('when it is sent again during the call', async () => {
    encounter.relay.ended = true;
    await say('Hello');
    encounter.relay.ended = false;
    await begin('text');
    await encounter.controller.retry(encounter.state.pending.entries[0]!);
    await settle();
    expect(knew()).toEqual([0, 0]);
    expect(encounter.state.responding).toBe(false);
  });

  it('unless it is sent again after the call, in place of it', async () => {
    encounter.relay.ended = true;
    await say('Hello');
    encounter.relay.ended = false;
    await begin('text');
    await begin('typed');
    await encounter.controller.retry(encounter.state.pending.entries[0]!);
    await settle();
    expect(knew()).toEqual([0, 1]);
  });
});
