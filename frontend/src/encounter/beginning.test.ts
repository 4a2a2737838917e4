import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { OutboxStore } from '@viva/client/toolkit';
import { settle } from '@viva/client/testing';
import { FakeEncounter } from '../testing/fakeEncounter';

let encounter: FakeEncounter;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
});

describe('what the student chose before the encounter', () => {
  const held = () => {
    let release = () => {};
    encounter.silence = new Promise((resolve) => (release = resolve));
    return () => release();
  };

  it('begins once everything is read', async () => {
    const answer = held();
    const started = encounter.controller.start('voice');
    await settle();
    expect(encounter.state).toMatchObject({ tabRole: 'holder', call: { kind: 'idle' } });
    answer();
    await started;
    expect(encounter.state.call).toEqual({ kind: 'connecting', mode: 'voice' });
  });

  it('does not begin after the student left', async () => {
    const answer = held();
    const started = encounter.controller.start('voice');
    await settle();
    encounter.controller.stop();
    answer();
    await started;
    expect(encounter.ports.microphones).toEqual([]);
    expect(encounter.ports.mints).toBe(0);
    expect(encounter.state.call.kind).toBe('ended');
  });

  it('does not begin behind the page that says why the encounter cannot be opened', async () => {
    encounter.readFault = new TypeError('Failed to fetch');
    await encounter.controller.start('voice');
    expect(encounter.state.trouble?.words).toBeTruthy();
    expect(encounter.state.call.kind).toBe('idle');
  });

  it('does not begin in an encounter that has ended', async () => {
    encounter.sessionState = 'ended';
    await encounter.controller.start('voice');
    expect(encounter.state.call.kind).toBe('idle');
  });

  it('does not begin where another tab holds the call', async () => {
    encounter.lockTaken = true;
    await encounter.controller.start('voice');
    expect(encounter.state.call.kind).toBe('idle');
  });

  it('does not replace what the student chose meanwhile', async () => {
    const answer = held();
    const started = encounter.controller.start('voice');
    await settle();
    await encounter.controller.connect('typed');
    answer();
    await started;
    expect(encounter.state.call).toMatchObject({ kind: 'connected', mode: 'typed' });
  });

  it('does not begin after the student cancelled a call meanwhile', async () => {
    const answer = held();
    const started = encounter.controller.start('voice');
    await settle();
    await encounter.controller.connect('voice');
    encounter.controller.cancel();
    answer();
    await started;
    expect(encounter.state.call.kind).toBe('idle');
  });
});
