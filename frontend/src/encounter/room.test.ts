import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { OutboxStore } from '@viva/client/toolkit';
import { later, settle } from '@viva/client/testing';
import { wasAbandoned } from './roomState';
import { noticesOf } from './noticeWords';
import { shownLines } from './shown';
import { FakeHouse, SESSION_ID } from '../testing/fakeRoom';

let house: FakeHouse;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  house = new FakeHouse(await OutboxStore.open());
});

describe('typing in a room', () => {
  it('takes a line from the field to the service', async () => {
    await house.enterAndConnect();
    expect(house.room.say('  Hello ')).toBe(true);
    expect(house.shown).toEqual(['student Hello: sending']);
    house.confirm('item_1', 'Hello');
    await settle();
    expect(house.relay.rows).toEqual([{ sessionId: SESSION_ID, itemId: 'item_1', text: 'Hello' }]);
    expect(house.shown).toEqual(['student Hello: saved']);
  });

  it('says nothing while there is no call, and nothing empty', async () => {
    await house.room.enter();
    expect(house.room.say('Hello')).toBe(false);
    await house.enterAndConnect();
    expect(house.room.say('   ')).toBe(false);
  });

  it('gives words back that the patient did not get', async () => {
    await house.enterAndConnect();
    house.room.say('Hello');
    house.world.peer.handlers.onClosed();
    expect(house.shown).toEqual([]);
    expect(house.state).toMatchObject({ returned: 'Hello', call: { kind: 'reconnecting' } });
  });
});

describe('typing without a call', () => {
  it('takes lines to the service and makes no connection', async () => {
    await house.room.enter();
    await house.room.connect('typed');
    expect(house.state.call).toMatchObject({ kind: 'connected', means: 'typed' });
    expect(house.room.say('  Hello ')).toBe(true);
    expect(house.room.say('When did it start?')).toBe(true);
    await house.outbox.flush(SESSION_ID, 1_000);
    expect(house.relay.typed).toEqual(['item_1', 'item_2']);
    expect(house.relay.rows.map((row) => row.text)).toEqual(['Hello', 'When did it start?']);
    expect(house.world.peers).toHaveLength(0);
  });

  it('lets a call go whatever its state, and speaking take its place', async () => {
    await house.enterAndConnect();
    const { peer } = house.world;
    await house.room.connect('typed');
    expect(peer.closed).toBe(true);
    expect(house.room.say('Hello')).toBe(true);
    await house.room.connect('text');
    expect(house.state.call).toMatchObject({ kind: 'connecting' });
  });
});

describe('on a device whose clock is wrong', () => {
  const HOUR = 3_600_000;

  it.each([HOUR, -HOUR])('goes by the clock of the service, which is %d ms ahead', async (ahead) => {
    house.skew = ahead;
    await house.enterAndConnect();
    house.room.say('Hello');

    const { state, world } = house;
    expect(state.skew).toBe(ahead);
    expect(shownLines(state.conversation)[0]!.begun).toBe(world.clock.now() + ahead);
    const left = state.session!.deadlineAt.getTime() - world.clock.now() - state.skew;
    expect(left).toBe(1_800_000);
  });

  it('follows when the device is set right', async () => {
    house.skew = HOUR;
    await house.room.enter();
    house.skew = 0;
    await house.world.clock.move(5_000);

    expect(house.state.skew).toBe(0);
  });
});

describe('the end of an encounter', () => {
  it('saves first, then ends, then hangs up', async () => {
    await house.enterAndConnect();
    house.room.say('Hello');
    house.confirm('item_1', 'Hello');
    await house.room.end();
    expect(house.relay.rows).toHaveLength(1);
    expect(house.state).toMatchObject({ ending: 'ended', call: { kind: 'ended' } });
    expect(house.world.peer.closed).toBe(true);
    expect(house.endings).toBe(1);
  });

  it('does not wait for ever for a line that cannot be saved', async () => {
    await house.enterAndConnect();
    house.relay.faults.push(...Array.from({ length: 9 }, () => later()));
    house.room.say('Hello');
    house.confirm('item_1', 'Hello');
    await settle();
    const ended = house.room.end();
    await settle();
    await house.world.clock.move(3_000);
    await ended;
    expect(house.state.ending).toBe('ended');
    expect((await house.outbox.pending(SESSION_ID)).entries).toHaveLength(1);
  });

  const begin = { type: 'input_audio_buffer.speech_started', item_id: 'item_7' };
  const commit = { type: 'input_audio_buffer.committed', item_id: 'item_7' };
  const words = {
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: 'item_7',
    transcript: 'And at night?',
  };
  const failure = { type: 'conversation.item.input_audio_transcription.failed', item_id: 'item_7' };

  it.each([
    ['has begun', [begin]],
    ['is over', [begin, commit]],
  ])('waits for the words of speech that %s, and saves them before it', async (_, heard) => {
    await house.enterAndConnect();
    heard.forEach((event) => house.world.peer.hear(event));
    const ended = house.room.end();
    await settle();
    expect(house.state).toMatchObject({ ending: 'saving', call: { kind: 'connected' } });
    expect(noticesOf(house.state)[0]!.words).toContain('last words are being saved');
    house.world.peer.hear(words);
    await ended;
    expect(house.atEnd).toEqual([['item_7']]);
    expect(house.state.ending).toBe('ended');
  });

  it('waits no longer for words that cannot be written down', async () => {
    await house.enterAndConnect();
    [begin, commit].forEach((event) => house.world.peer.hear(event));
    const ended = house.room.end();
    house.world.peer.hear(failure);
    await ended;
    expect(house.state.ending).toBe('ended');
  });

  it('waits for a typed line that is on its way', async () => {
    await house.enterAndConnect();
    house.room.say('Hello');
    const ended = house.room.end();
    await settle();
    house.confirm('item_1', 'Hello');
    await ended;
    expect(house.atEnd).toEqual([['item_1']]);
  });

  it('waits for what the patient is saying, and not for a reply that was broken off', async () => {
    await house.enterAndConnect();
    const { peer } = house.world;
    const item = { id: 'item_8', type: 'message', role: 'assistant', content: [] };
    peer.hear({ type: 'response.created' });
    peer.hear({ type: 'conversation.item.added', item });
    const ended = house.room.end();
    await settle();
    expect(house.state.ending).toBe('saving');
    peer.hear({ type: 'response.done', response: { status: 'cancelled', output: [] } });
    await ended;
    expect(house.state.ending).toBe('ended');
  });

  it('does not wait for ever for words that never come', async () => {
    await house.enterAndConnect();
    [begin, commit].forEach((event) => house.world.peer.hear(event));
    const ended = house.room.end();
    await house.world.clock.move(2_999);
    expect(house.state.ending).toBe('saving');
    await house.world.clock.move(1);
    await ended;
    expect(house.atEnd).toEqual([[]]);
    expect(house.world.peer.closed).toBe(true);
  });

  it('waits for no words of a call that is lost', async () => {
    await house.enterAndConnect();
    [begin, commit].forEach((event) => house.world.peer.hear(event));
    const ended = house.room.end();
    house.world.peer.handlers.onClosed();
    await ended;
    expect(house.state.ending).toBe('ended');
  });

  it('comes also where this device cannot read what waits', async () => {
    await house.enterAndConnect();
    house.store.close();
    await house.room.end();
    expect(house.state).toMatchObject({ ending: 'ended', call: { kind: 'ended' } });
    expect(house.atEnd).toHaveLength(1);
  });

  it('comes also where this device cannot note it', async () => {
    await house.enterAndConnect();
    house.noteFaults.push(new DOMException('', 'UnknownError'));
    await house.room.end();
    expect(house.state.ending).toBe('ended');
  });

  it('is put off when the service could not end it, in words', async () => {
    await house.enterAndConnect();
    house.endFaults.push(new TypeError('Failed to fetch'));
    await house.room.end();
    expect(house.state).toMatchObject({ ending: 'no', call: { kind: 'connected' } });
    expect(house.state.notice?.words).toContain('could not be ended');
  });

  it('hangs up here when it was ended elsewhere', async () => {
    await house.enterAndConnect();
    await settle();
    house.streams.event(5, 'ended');
    await settle();
    expect(house.state).toMatchObject({ call: { kind: 'ended' }, conversation: { state: 'ended' } });
    expect(house.endings).toBe(1);
  });
});

describe('a call that was hung up because nobody was there', () => {
  const hungUp = (at: number, seq = 7) =>
    house.streams.event(seq, 'call_ended', {
      created_at: new Date(at).toISOString(),
      call: { call_number: 1, reason: 'abandoned' },
    });

  it('is not brought back by itself, but for whoever comes back to begin again', async () => {
    await house.enterAndConnect();
    await house.world.clock.move(1_000);
    hungUp(house.world.clock.now());
    await settle();
    house.world.peer.handlers.onClosed();
    await house.world.clock.move(60_000);
    expect(house.state.call.kind).toBe('ended');
    expect(wasAbandoned(house.state)).toBe(true);
    expect(house.world.mints).toBe(1);
    await house.room.connect('text');
    house.world.peer.handlers.onOpen();
    house.streams.event(8, 'call_started', { call: { call_number: 2 } });
    await settle();
    expect(house.state.call.kind).toBe('connected');
    expect(wasAbandoned(house.state)).toBe(false);
  });

  it('stops a call that is being brought back', async () => {
    await house.enterAndConnect();
    await settle();
    house.world.peer.handlers.onClosed();
    expect(house.state.call.kind).toBe('reconnecting');
    hungUp(house.world.clock.now());
    await settle();
    await house.world.clock.move(60_000);
    expect(house.state.call.kind).toBe('ended');
  });

  it('leaves a later call alone', async () => {
    await house.enterAndConnect();
    await settle();
    hungUp(house.world.clock.now() - 60_000);
    await settle();
    expect(house.state.call.kind).toBe('connected');
    expect(wasAbandoned(house.state)).toBe(false);
  });

  it('is told to those who follow', async () => {
    house.seatTaken = true;
    await house.room.enter();
    await settle();
    hungUp(house.world.clock.now());
    await settle();
    expect(noticesOf(house.state).map((n) => n.key)).toContain('abandoned');
  });
});

describe('a line that this device cannot keep', () => {
  it('is told, with the reason where another tab is it', async () => {
    await house.enterAndConnect();
    const newer = indexedDB.open('viva-outbox', 3);
    await new Promise((resolve) => (newer.onsuccess = resolve));
    house.room.say('Hello');
    house.confirm('item_1', 'Hello');
    await settle();
    expect(house.state.notice?.words).toMatch(/could not keep a line.*Reload this one/);
  });
});

describe('what could not be written down', () => {
  it('is reported once for each item, and told to the one who said it', async () => {
    await house.enterAndConnect();
    const failed = { type: 'conversation.item.input_audio_transcription.failed', item_id: 'item_9' };
    house.world.peer.hear(failed);
    house.world.peer.hear(failed);
    await settle();
    expect(house.relay.reports).toEqual([`${SESSION_ID} item_9`]);
    expect(house.state.notice?.words).toContain('could not be written down');
  });
});

describe('a room', () => {
  it('says that it cannot be entered where this device cannot read what it keeps', async () => {
    house.store.close();
    await house.room.enter();
    expect(house.state.trouble?.words).toBeTruthy();
  });

  it('tells a warning of now, and no old one', async () => {
    await house.room.enter();
    await settle();
    const warn = (seq: number, at: number, detail: string) =>
      house.streams.event(seq, 'warning', {
        created_at: new Date(at).toISOString(),
        warning: { code: 'patient_silent', detail },
      });
    warn(1, house.world.clock.now() - 600_000, 'Long ago.');
    await settle();
    expect(house.state.notice).toBeUndefined();
    warn(2, house.world.clock.now(), 'The patient is silent. Say it again.');
    await settle();
    expect(house.state.notice?.words).toBe('The patient is silent. Say it again.');
  });

  it('reads along while another tab holds the call, and takes it over when asked', async () => {
    house.seatTaken = true;
    await house.room.enter();
    expect(house.state.seat).toBe('elsewhere');
    await house.room.takeOver();
    expect(house.state.seat).toBe('here');
    house.loseSeat();
    expect(house.state).toMatchObject({ seat: 'elsewhere', call: { kind: 'idle' } });
  });

  it('sends what waits at once when the network comes back', async () => {
    await house.enterAndConnect();
    house.relay.faults.push(later());
    house.room.say('Hello');
    house.confirm('item_1', 'Hello');
    await settle();
    house.network(false);
    expect(house.state.online).toBe(false);
    house.network(true);
    await settle();
    expect(house.relay.rows).toHaveLength(1);
  });

  it('says what the microphone lacks', async () => {
    house.world.loudness = 0;
    await house.room.enter();
    await house.room.connect('voice');
    house.world.peer.handlers.onOpen();
    await house.world.clock.move(11_000);
    expect(house.state.microphone).toMatchObject({ silent: true });
    house.world.microphones[0]!.become('lost');
    expect(house.state.microphone).toMatchObject({ health: 'lost' });
    house.room.mute(true);
    expect(house.world.microphones[0]!.muted).toBe(true);
  });

  it('goes on to the next phase', async () => {
    await house.room.enter();
    await house.room.advance('objective');
    expect(house.state.conversation.phase).toBe('objective');
  });
});
