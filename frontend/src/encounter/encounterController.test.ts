import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { OutboxStore } from '@viva/client/toolkit';
import { later, settle } from '@viva/client/testing';
import { wasAbandoned } from './encounterState';
import { noticesOf } from './noticeWords';
import { shownLines } from './shown';
import { FakeEncounter, SESSION_ID } from '../testing/fakeEncounter';

let encounter: FakeEncounter;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
});

describe('typing in an encounter', () => {
  it('takes a line from the field to the service', async () => {
    await encounter.startAndConnect();
    expect(encounter.controller.say('  Hello ')).toBe(true);
    expect(encounter.shown).toEqual(['student Hello: sending']);
    encounter.confirm('item_1', 'Hello');
    await settle();
    expect(encounter.relay.rows).toEqual([{ sessionId: SESSION_ID, itemId: 'item_1', text: 'Hello' }]);
    expect(encounter.shown).toEqual(['student Hello: saved']);
  });

  it('sends nothing without a call, and nothing empty', async () => {
    await encounter.controller.start();
    expect(encounter.controller.say('Hello')).toBe(false);
    await encounter.startAndConnect();
    expect(encounter.controller.say('   ')).toBe(false);
  });

  it('returns words that the patient did not get', async () => {
    await encounter.startAndConnect();
    encounter.controller.say('Hello');
    encounter.ports.peer.handlers.onClosed();
    expect(encounter.shown).toEqual([]);
    expect(encounter.state).toMatchObject({ returned: 'Hello', call: { kind: 'reconnecting' } });
  });
});

describe('typing without a call', () => {
  it('sends lines to the service without a call', async () => {
    await encounter.controller.start();
    await encounter.controller.connect('typed');
    expect(encounter.state.call).toMatchObject({ kind: 'connected', mode: 'typed' });
    expect(encounter.controller.say('  Hello ')).toBe(true);
    expect(encounter.controller.say('When did it start?')).toBe(true);
    await encounter.outbox.flush(SESSION_ID, 1_000);
    expect(encounter.relay.typed).toEqual(['item_1', 'item_2']);
    expect(encounter.relay.rows.map((row) => row.text)).toEqual(['Hello', 'When did it start?']);
    expect(encounter.ports.peers).toHaveLength(0);
  });

  it('replaces a call in any state, and can be replaced by one', async () => {
    await encounter.startAndConnect();
    const { peer } = encounter.ports;
    await encounter.controller.connect('typed');
    expect(peer.closed).toBe(true);
    expect(encounter.controller.say('Hello')).toBe(true);
    await encounter.controller.connect('text');
    expect(encounter.state.call).toMatchObject({ kind: 'connecting' });
  });
});

describe('on a device whose clock is wrong', () => {
  const HOUR = 3_600_000;

  it.each([HOUR, -HOUR])('uses the clock of the service, which is %d ms ahead', async (ahead) => {
    encounter.skew = ahead;
    await encounter.startAndConnect();
    encounter.controller.say('Hello');

    const { state, ports } = encounter;
    expect(state.skew).toBe(ahead);
    expect(shownLines(state.conversation)[0]!.begun).toBe(ports.clock.now() + ahead);
    const left = state.session!.deadlineAt.getTime() - ports.clock.now() - state.skew;
    expect(left).toBe(1_800_000);
  });

  it('follows when the device’s clock is corrected', async () => {
    encounter.skew = HOUR;
    await encounter.controller.start();
    encounter.skew = 0;
    await encounter.ports.clock.move(5_000);

    expect(encounter.state.skew).toBe(0);
  });
});

describe('the end of an encounter', () => {
  it('saves first, then ends, then hangs up', async () => {
    await encounter.startAndConnect();
    encounter.controller.say('Hello');
    encounter.confirm('item_1', 'Hello');
    await encounter.controller.end();
    expect(encounter.relay.rows).toHaveLength(1);
    expect(encounter.state).toMatchObject({ ending: 'ended', call: { kind: 'ended' } });
    expect(encounter.ports.peer.closed).toBe(true);
    expect(encounter.notedEnds).toBe(1);
  });

  it('does not wait forever for a line that cannot be saved', async () => {
    await encounter.startAndConnect();
    encounter.relay.faults.push(...Array.from({ length: 9 }, () => later()));
    encounter.controller.say('Hello');
    encounter.confirm('item_1', 'Hello');
    await settle();
    const ended = encounter.controller.end();
    await settle();
    await encounter.ports.clock.move(3_000);
    await ended;
    expect(encounter.state.ending).toBe('ended');
    expect((await encounter.outbox.pending(SESSION_ID)).entries).toHaveLength(1);
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
  ])('waits for the transcription of speech that %s, and saves it first', async (_, heard) => {
    await encounter.startAndConnect();
    heard.forEach((event) => encounter.ports.peer.receive(event));
    const ended = encounter.controller.end();
    await settle();
    expect(encounter.state).toMatchObject({ ending: 'saving', call: { kind: 'connected' } });
    expect(noticesOf(encounter.state)[0]!.words).toContain('last words are being saved');
    encounter.ports.peer.receive(words);
    await ended;
    expect(encounter.storedAtEnd).toEqual([['item_7']]);
    expect(encounter.state.ending).toBe('ended');
  });

  it('stops waiting for words that cannot be transcribed', async () => {
    await encounter.startAndConnect();
    [begin, commit].forEach((event) => encounter.ports.peer.receive(event));
    const ended = encounter.controller.end();
    encounter.ports.peer.receive(failure);
    await ended;
    expect(encounter.state.ending).toBe('ended');
  });

  it('waits for a typed line that is being sent', async () => {
    await encounter.startAndConnect();
    encounter.controller.say('Hello');
    const ended = encounter.controller.end();
    await settle();
    encounter.confirm('item_1', 'Hello');
    await ended;
    expect(encounter.storedAtEnd).toEqual([['item_1']]);
  });

  it('waits for what the patient is saying, but not for an interrupted reply', async () => {
    await encounter.startAndConnect();
    const { peer } = encounter.ports;
    const item = { id: 'item_8', type: 'message', role: 'assistant', content: [] };
    peer.receive({ type: 'response.created' });
    peer.receive({ type: 'conversation.item.added', item });
    const ended = encounter.controller.end();
    await settle();
    expect(encounter.state.ending).toBe('saving');
    peer.receive({ type: 'response.done', response: { status: 'cancelled', output: [] } });
    await ended;
    expect(encounter.state.ending).toBe('ended');
  });

  it('does not wait forever for a missing transcription', async () => {
    await encounter.startAndConnect();
    [begin, commit].forEach((event) => encounter.ports.peer.receive(event));
    const ended = encounter.controller.end();
    await encounter.ports.clock.move(2_999);
    expect(encounter.state.ending).toBe('saving');
    await encounter.ports.clock.move(1);
    await ended;
    expect(encounter.storedAtEnd).toEqual([[]]);
    expect(encounter.ports.peer.closed).toBe(true);
  });

  it('does not wait for the transcription of a lost call', async () => {
    await encounter.startAndConnect();
    [begin, commit].forEach((event) => encounter.ports.peer.receive(event));
    const ended = encounter.controller.end();
    encounter.ports.peer.handlers.onClosed();
    await ended;
    expect(encounter.state.ending).toBe('ended');
  });

  it('works although this device cannot read its unsaved lines', async () => {
    await encounter.startAndConnect();
    encounter.store.close();
    await encounter.controller.end();
    expect(encounter.state).toMatchObject({ ending: 'ended', call: { kind: 'ended' } });
    expect(encounter.storedAtEnd).toHaveLength(1);
  });

  it('works although this device cannot store it', async () => {
    await encounter.startAndConnect();
    encounter.noteFaults.push(new DOMException('', 'UnknownError'));
    await encounter.controller.end();
    expect(encounter.state.ending).toBe('ended');
  });

  it('is called off, with an explanation, when the service cannot end the session', async () => {
    await encounter.startAndConnect();
    encounter.endFaults.push(new TypeError('Failed to fetch'));
    await encounter.controller.end();
    expect(encounter.state).toMatchObject({ ending: 'no', call: { kind: 'connected' } });
    expect(encounter.state.notice?.words).toContain('could not be ended');
  });

  it('hangs up when the encounter is ended by someone else', async () => {
    await encounter.startAndConnect();
    await settle();
    encounter.streams.event(5, 'ended');
    await settle();
    expect(encounter.state).toMatchObject({ call: { kind: 'ended' }, conversation: { state: 'ended' } });
    expect(encounter.notedEnds).toBe(1);
  });
});

describe('a call that was hung up because nobody was there', () => {
  const hungUp = (at: number, seq = 7) =>
    encounter.streams.event(seq, 'call_ended', {
      created_at: new Date(at).toISOString(),
      call: { call_number: 1, reason: 'abandoned' },
    });

  it('does not reconnect by itself; the user decides', async () => {
    await encounter.startAndConnect();
    await encounter.ports.clock.move(1_000);
    hungUp(encounter.ports.clock.now());
    await settle();
    encounter.ports.peer.handlers.onClosed();
    await encounter.ports.clock.move(60_000);
    expect(encounter.state.call.kind).toBe('ended');
    expect(wasAbandoned(encounter.state)).toBe(true);
    expect(encounter.ports.mints).toBe(1);
    await encounter.controller.connect('text');
    encounter.ports.peer.handlers.onOpen();
    encounter.streams.event(8, 'call_started', { call: { call_number: 2 } });
    await settle();
    expect(encounter.state.call.kind).toBe('connected');
    expect(wasAbandoned(encounter.state)).toBe(false);
  });

  it('stops a call that is reconnecting', async () => {
    await encounter.startAndConnect();
    await settle();
    encounter.ports.peer.handlers.onClosed();
    expect(encounter.state.call.kind).toBe('reconnecting');
    hungUp(encounter.ports.clock.now());
    await settle();
    await encounter.ports.clock.move(60_000);
    expect(encounter.state.call.kind).toBe('ended');
  });

  it('leaves a later call alone', async () => {
    await encounter.startAndConnect();
    await settle();
    hungUp(encounter.ports.clock.now() - 60_000);
    await settle();
    expect(encounter.state.call.kind).toBe('connected');
    expect(wasAbandoned(encounter.state)).toBe(false);
  });

  it('is shown to followers', async () => {
    encounter.lockTaken = true;
    await encounter.controller.start();
    await settle();
    hungUp(encounter.ports.clock.now());
    await settle();
    expect(noticesOf(encounter.state).map((n) => n.key)).toContain('abandoned');
  });
});

it('leaves the encounter to the device that continues it, and says so', async () => {
  await encounter.startAndConnect();
  await settle();
  encounter.controller.say('Hello');
  encounter.streams.event(7, 'call_started', { call: { call_number: 2, kind: 'voice' } });
  await settle();
  expect(encounter.state).toMatchObject({ returned: 'Hello', call: { kind: 'ended' } });
  expect(encounter.state.notice?.words).toBe(
    'The encounter continues in another call, perhaps on another device.',
  );
  await encounter.ports.clock.move(60_000);
  expect(encounter.ports.mints).toBe(1);
});

describe('a line that this device cannot keep', () => {
  it('is reported, with the reason if another tab causes it', async () => {
    await encounter.startAndConnect();
    const newer = indexedDB.open('viva-outbox', 3);
    await new Promise((resolve) => (newer.onsuccess = resolve));
    encounter.controller.say('Hello');
    encounter.confirm('item_1', 'Hello');
    await settle();
    expect(encounter.state.notice?.words).toMatch(/could not keep a line.*Reload this one/);
  });
});

describe('what could not be transcribed', () => {
  it('is reported once per item and shown to the speaker', async () => {
    await encounter.startAndConnect();
    const failed = { type: 'conversation.item.input_audio_transcription.failed', item_id: 'item_9' };
    encounter.ports.peer.receive(failed);
    encounter.ports.peer.receive(failed);
    await settle();
    expect(encounter.relay.reports).toEqual([`${SESSION_ID} item_9`]);
    expect(encounter.state.notice?.words).toContain('could not be transcribed');
  });
});

describe('the controller of an encounter', () => {
  it('explains that it cannot start when this device’s storage cannot be read', async () => {
    encounter.store.close();
    await encounter.controller.start();
    expect(encounter.state.trouble?.words).toBeTruthy();
  });

  it('shows a recent warning and no old one', async () => {
    await encounter.controller.start();
    await settle();
    const warn = (seq: number, at: number, detail: string) =>
      encounter.streams.event(seq, 'warning', {
        created_at: new Date(at).toISOString(),
        warning: { code: 'patient_silent', detail },
      });
    warn(1, encounter.ports.clock.now() - 600_000, 'Long ago.');
    await settle();
    expect(encounter.state.notice).toBeUndefined();
    warn(2, encounter.ports.clock.now(), 'The patient is silent. Say it again.');
    await settle();
    expect(encounter.state.notice?.words).toBe('The patient is silent. Say it again.');
  });

  it('only reads while another tab holds the call, and takes it over on request', async () => {
    encounter.lockTaken = true;
    await encounter.controller.start();
    expect(encounter.state.tabRole).toBe('otherTab');
    await encounter.controller.takeOver();
    expect(encounter.state.tabRole).toBe('holder');
    encounter.loseLock();
    expect(encounter.state).toMatchObject({ tabRole: 'otherTab', call: { kind: 'idle' } });
  });

  it('sends waiting lines at once when the network returns', async () => {
    await encounter.startAndConnect();
    encounter.relay.faults.push(later());
    encounter.controller.say('Hello');
    encounter.confirm('item_1', 'Hello');
    await settle();
    encounter.network(false);
    expect(encounter.state.online).toBe(false);
    encounter.network(true);
    await settle();
    expect(encounter.relay.rows).toHaveLength(1);
  });

  it('reports problems of the microphone', async () => {
    encounter.ports.loudness = 0;
    await encounter.controller.start();
    await encounter.controller.connect('voice');
    encounter.ports.peer.handlers.onOpen();
    await encounter.ports.clock.move(11_000);
    expect(encounter.state.microphone).toMatchObject({ silent: true });
    encounter.ports.microphones[0]!.become('lost');
    expect(encounter.state.microphone).toMatchObject({ health: 'lost' });
    encounter.controller.mute(true);
    expect(encounter.ports.microphones[0]!.muted).toBe(true);
  });
});
