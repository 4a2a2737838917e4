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

describe('a microphone that the system mutes', () => {
  const button = () => noticesOf(encounter.state).find((n) => n.key === 'microphone')?.retakes;

  it('can be opened anew in the same call, for it may stay mute', async () => {
    const [first] = encounter.ports.microphones;
    first!.become('muted-by-system');
    expect(words()).toContain('muted by the system');
    expect(button()).toBe('Turn on again');
    await encounter.controller.takeMicrophone();
    expect(encounter.state.microphone).toMatchObject({ health: 'ok' });
    expect(first!.stopped).toBe(true);
    expect(words()).toBeUndefined();
  });

  it('needs nothing once it is on again', () => {
    encounter.ports.microphones[0]!.become('muted-by-system');
    encounter.ports.microphones[0]!.become('ok');
    expect(words()).toBeUndefined();
  });
});

describe('a microphone that is chosen', () => {
  it('is known to be used or not', async () => {
    expect(await encounter.controller.takeMicrophone('headset')).toBe(true);
    encounter.ports.faults.microphone.push(new CallError(callTrouble('microphone_busy')));
    expect(await encounter.controller.takeMicrophone('camera')).toBe(false);
    expect(encounter.state.notice?.words).toContain('in use by another program');
  });

  it('while the call is brought back is used in the new connection', async () => {
    encounter.ports.peer.handlers.onClosed();
    await encounter.controller.takeMicrophone('headset');
    expect(encounter.ports.askedFor).toBe('headset');
    await encounter.ports.clock.move(1_000);
    encounter.ports.peer.handlers.onOpen();
    expect(encounter.state).toMatchObject({ call: { kind: 'connected', mode: 'voice' } });
    expect(encounter.ports.microphones.map((m) => m.stopped)).toEqual([true, false]);
    expect(encounter.ports.peer.given).toBe(encounter.ports.microphones[1]);
  });

  it('while another is taken is taken next', async () => {
    let allow: () => void = () => undefined;
    encounter.ports.permission = new Promise((resolve) => (allow = resolve));
    const first = encounter.controller.takeMicrophone('headset');
    const second = encounter.controller.takeMicrophone('camera');
    expect(encounter.ports.askedFor).toBe('headset');
    allow();
    await Promise.all([first, second]);
    expect(encounter.ports.askedFor).toBe('camera');
    expect(encounter.ports.microphones.map((m) => m.stopped)).toEqual([true, true, false]);
    expect(encounter.ports.peer.microphones.at(-1)).toBe(encounter.ports.microphones[2]);
  });
});

describe('while the call connects', () => {
  beforeEach(async () => {
    encounter.ports.peer.handlers.onClosed();
    await encounter.controller.connect('typed');
    await encounter.controller.connect('voice');
    expect(encounter.state.call.kind).toBe('connecting');
  });

  it.each([
    ['lost', () => encounter.ports.microphones.at(-1)!.become('lost')],
    ['changed', () => void encounter.controller.takeMicrophone('headset')],
  ])('a microphone that is %s is replaced', async (_, act) => {
    const before = encounter.ports.microphones.at(-1)!;
    act();
    await settle();
    encounter.ports.peer.handlers.onOpen();
    const after = encounter.ports.microphones.at(-1)!;
    expect(after).not.toBe(before);
    expect([before.stopped, after.stopped]).toEqual([true, false]);
    expect(encounter.ports.peer.microphones).toEqual([after]);
    expect(encounter.state).toMatchObject({ call: { kind: 'connected' }, microphone: { health: 'ok' } });
  });
});
