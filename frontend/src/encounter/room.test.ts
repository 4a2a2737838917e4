import 'fake-indexeddb/auto';
import type { EndSummary, Phase, Session } from '@viva/client';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { trouble } from '../api/problems';
import { Talk, type TalkPorts } from '../call/talk';
import type { DeviceSession } from '../device/sessions';
import { Outbox } from '../outbox/outbox';
import { OutboxStore } from '../outbox/store';
import { follow } from '../stream/follow';
import { FakeWorld } from '../testing/fakeCall';
import { settle } from '../testing/fakeClock';
import { FakeBus, FakeLocks, FakeRelay } from '../testing/fakeRelay';
import { FakeStreams } from '../testing/fakeStream';
import { Room } from './room';
import { shownLines } from './shown';

const ID = 'ses_1';
let world: FakeWorld;
let relay: FakeRelay;
let streams: FakeStreams;
let outbox: Outbox;
let room: Room;
let ends: (Error | undefined)[];
let endings: number;
let online: boolean;
let seatTaken: boolean;
let networkChanged: () => void;
let loseSeat: () => void;

const session = (phase: Phase = 'subjective') =>
  ({
    sessionId: ID,
    state: 'open',
    phase,
    createdAt: new Date(world.clock.now()),
    deadlineAt: new Date(world.clock.now() + 1_800_000),
    transcript: { durationS: 0 },
  }) as Session;
const shown = () => shownLines(room.store.get().conversation).map((l) => `${l.role} ${l.text}: ${l.state}`);

beforeEach(async () => {
  indexedDB = new IDBFactory();
  world = new FakeWorld();
  relay = new FakeRelay();
  streams = new FakeStreams();
  ends = [];
  endings = 0;
  online = true;
  seatTaken = false;
  const { clock, random } = world;
  const parts = { send: relay.send, locks: new FakeLocks(), bus: new FakeBus().tab(), clock, random };
  outbox = new Outbox({ ...parts, store: await OutboxStore.open() });
  let items = 0;
  const talkPorts = (serverNow: () => number): TalkPorts => ({
    clock,
    random,
    serverNow,
    mint: () => world.mint(),
    exchange: (offer, token) => world.exchange(offer, token),
    openMicrophone: () => world.openMicrophone(),
    openPeer: (microphone, handlers) => world.openPeer(microphone, handlers),
    relayPartial: async () => ({ pauseMs: 0 }),
    newItemId: () => `item_${++items}`,
  });
  room = new Room({
    device: { sessionId: ID, personaName: 'Hana Suzuki', deadlineAt: 0 } as DeviceSession,
    followOnly: false,
    api: {
      session: async () => session(),
      advance: async (phase) => session(phase),
      end: async () => {
        const fault = ends.shift();
        if (fault) throw fault;
        return {} as EndSummary;
      },
    },
    outbox,
    hold: {
      take: async (_id, steal, onLost) => {
        loseSeat = onLost;
        return seatTaken && !steal ? undefined : () => undefined;
      },
    },
    talk: (listener, serverNow) => new Talk(talkPorts(serverNow), listener),
    follow: (on) => follow({ ...on, sessionId: ID, grant: 'g', clock, random, fetch: streams.fetch }),
    network: { online: () => online, watch: (listener) => ((networkChanged = listener), () => undefined) },
    ended: async () => void (endings += 1),
    clock,
  });
});

async function enterAndConnect() {
  await room.enter();
  await room.connect('text');
  world.peer.handlers.onOpen();
}
const added = (id: string, text: string) => ({
  type: 'conversation.item.added',
  item: { id, type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
});

describe('a room', () => {
  it('takes a typed line from the field to the service', async () => {
    await enterAndConnect();
    expect(room.say('  Hello ')).toBe(true);
    expect(shown()).toEqual(['student Hello: sending']);
    world.peer.hear(added('item_1', 'Hello'));
    await settle();
    expect(relay.rows).toEqual([{ sessionId: ID, itemId: 'item_1', text: 'Hello' }]);
    expect(shown()).toEqual(['student Hello: saved']);
  });

  it('says nothing while there is no call, and nothing empty', async () => {
    await room.enter();
    expect(room.say('Hello')).toBe(false);
    await enterAndConnect();
    expect(room.say('   ')).toBe(false);
  });

  it('gives typed words back that the patient did not get', async () => {
    await enterAndConnect();
    room.say('Hello');
    world.peer.handlers.onClosed();
    expect(shown()).toEqual([]);
    expect(room.store.get()).toMatchObject({ returned: 'Hello', call: { kind: 'reconnecting' } });
  });

  it('saves first, then ends, then hangs up', async () => {
    await enterAndConnect();
    room.say('Hello');
    world.peer.hear(added('item_1', 'Hello'));
    await room.end();
    expect(relay.rows).toHaveLength(1);
    expect(room.store.get()).toMatchObject({ ending: 'ended', call: { kind: 'ended' } });
    expect(world.peer.closed).toBe(true);
    expect(endings).toBe(1);
  });

  it('does not wait for ever for a line that cannot be saved', async () => {
    await enterAndConnect();
    relay.faults.push(
      ...Array.from({ length: 9 }, () => ({ kind: 'later', trouble: trouble('network') }) as const),
    );
    room.say('Hello');
    world.peer.hear(added('item_1', 'Hello'));
    await settle();
    const ended = room.end();
    await settle();
    await world.clock.move(3_000);
    await ended;
    expect(room.store.get().ending).toBe('ended');
    expect((await outbox.pending(ID)).entries).toHaveLength(1);
  });

  it('goes on when the service could not end it, and says so', async () => {
    await enterAndConnect();
    ends.push(new TypeError('Failed to fetch'));
    await room.end();
    expect(room.store.get()).toMatchObject({ ending: 'no', call: { kind: 'connected' } });
    expect(room.store.get().notice?.words).toContain('could not be ended');
  });

  it('hangs up when it was ended elsewhere', async () => {
    await enterAndConnect();
    await settle();
    streams.event(5, 'ended');
    await settle();
    expect(room.store.get()).toMatchObject({ call: { kind: 'ended' }, conversation: { state: 'ended' } });
    expect(endings).toBe(1);
  });

  it('reads along while another tab holds the call, and takes it over when asked', async () => {
    seatTaken = true;
    await room.enter();
    expect(room.store.get().seat).toBe('elsewhere');
    await room.takeOver();
    expect(room.store.get().seat).toBe('here');
    loseSeat();
    expect(room.store.get()).toMatchObject({ seat: 'elsewhere', call: { kind: 'idle' } });
  });

  it('brings stream, outbox and call back at once with the network', async () => {
    await enterAndConnect();
    relay.faults.push({ kind: 'later', trouble: trouble('network') });
    room.say('Hello');
    world.peer.hear(added('item_1', 'Hello'));
    await settle();
    online = false;
    networkChanged();
    expect(room.store.get().online).toBe(false);
    online = true;
    networkChanged();
    await settle();
    expect(relay.rows).toHaveLength(1);
  });

  it('says what the microphone lacks', async () => {
    world.loudness = 0;
    await room.enter();
    await room.connect('voice');
    world.peer.handlers.onOpen();
    await world.clock.move(11_000);
    expect(room.store.get().microphone).toMatchObject({ silent: true });
    world.microphones[0]!.become('lost');
    expect(room.store.get().microphone).toMatchObject({ health: 'lost' });
    room.mute(true);
    expect(world.microphones[0]!.muted).toBe(true);
  });

  it('goes on to the next phase', async () => {
    await room.enter();
    await room.advance('objective');
    expect(room.store.get().conversation.phase).toBe('objective');
  });
});
