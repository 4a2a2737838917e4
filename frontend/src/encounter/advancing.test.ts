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
  await encounter.controller.start();
});

/** A wait that lasts until it is called off. */
function wait(): { until: Promise<void>; over: () => void } {
  let over = () => {};
  const until = new Promise<void>((resolve) => (over = resolve));
  return { until, over: () => over() };
}

describe('going on to the next phase', () => {
  it('shows the phase that the service answers', async () => {
    await encounter.controller.advance('objective');
    expect(encounter.state.conversation.phase).toBe('objective');
  });

  it('is asked for once, however often it is pressed before the service answers', async () => {
    const answer = wait();
    encounter.advancing = answer.until;
    const presses = (['objective', 'objective', 'treatment_plan'] as const).map((phase) =>
      encounter.controller.advance(phase),
    );
    await settle();
    expect(encounter.advances).toEqual(['objective']);
    expect(encounter.state.advancing).toBe('objective');
    answer.over();
    await Promise.all(presses);
    expect(encounter.state).toMatchObject({ advancing: undefined, conversation: { phase: 'objective' } });
  });

  it('can be tried again after a failure, which is explained', async () => {
    encounter.advancing = Promise.reject(new TypeError('Failed to fetch'));
    await encounter.controller.advance('objective');
    expect(encounter.state.notice?.words).toBeTruthy();
    encounter.advancing = undefined;
    await encounter.controller.advance('objective');
    expect(encounter.state.conversation.phase).toBe('objective');
  });

  it('lasts, although an older answer arrives after it', async () => {
    const lines = wait();
    encounter.reading = lines.until;
    encounter.streams.answerWith(new TypeError('Failed to fetch'));
    encounter.streams.drop();
    await settle();
    // The session is read, and the request for the lines is under way.
    await encounter.controller.advance('objective');
    lines.over();
    await settle();
    expect(encounter.state.conversation.phase).toBe('objective');
  });

  it('does not open an encounter that has ended meanwhile', async () => {
    const answer = wait();
    encounter.advancing = answer.until;
    const asked = encounter.controller.advance('objective');
    await settle();
    encounter.streams.event(5, 'ended');
    await settle();
    answer.over();
    await asked;
    expect(encounter.state.conversation).toMatchObject({ phase: 'objective', state: 'ended' });
  });
});
