import { follow } from '@viva/client';
import { FakeClock, FakeStreams, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { shownLines } from '../encounter/shown';
import { FakeAttention } from '../testing/fakeFaculty';
import { Followed } from './followed';

describe('a followed encounter', () => {
  let clock: FakeClock;
  let server: FakeStreams;
  let attention: FakeAttention;
  let followed: Followed;

  beforeEach(async () => {
    clock = new FakeClock();
    server = new FakeStreams();
    attention = new FakeAttention();
    const { fetch } = server;
    const api = {
      follow: (on: object) => follow({ ...on, grant: 'key', clock, fetch, random: () => 0 } as never),
    };
    followed = new Followed('ses_1', { api, clock, attention });
    followed.start();
    await settle();
  });

  const state = () => followed.store.get();
  const said = () => shownLines(state().conversation).map((line) => `${line.text}: ${line.state}`);
  const turn = (seq: number, text: string) => {
    const made = { seq, item_id: `item_${seq}`, role: 'student', text, source: 'client', late: false };
    server.event(seq, 'turn', { turn: { ...made, created_at: '2026-11-02T10:04:00.000Z' } });
  };
  const partial = (text: string) =>
    server.event(undefined, 'partial', { partial: { item_id: 'item_9', role: 'student', text } });

  it('shows words as they are spoken, and then the line', async () => {
    partial('Where does');
    await settle();
    expect(said()).toEqual(['Where does: partial']);
    turn(1, 'Hello');
    await settle();
    expect(said()).toEqual(['Hello: saved', 'Where does: partial']);
  });

  it('counts what was said before as shown, not as news, also after nobody looked for a while', async () => {
    turn(1, 'Hello');
    turn(2, 'Where does it hurt?');
    await settle();
    expect([said().length, state().caughtUp]).toEqual([2, false]);
    await clock.move(1_000);
    expect(state().caughtUp).toBe(true);
    attention.look(false);
    attention.look(true);
    await settle();
    turn(3, 'Here.');
    await settle();
    expect([said().length, state().caughtUp]).toEqual([3, false]);
    partial('And since when');
    await settle();
    await clock.move(250);
    expect(state().caughtUp).toBe(true);
  });

  it('forgets words that were cut off', async () => {
    partial('Where does');
    await settle();
    await clock.move(30_000);
    expect(said()).toEqual([]);
  });

  it('tells what happens between the lines', async () => {
    server.event(1, 'phase', { phase: 'objective' });
    server.event(2, 'gate', { gate: { step: 'greeting', item_id: 'item_1' } });
    server.event(3, 'ended', {
      summary: { last_seq: 3, turn_count: 0, digest: '', duration_s: 1, complete: false },
    });
    await settle();
    expect(state().marks.map((mark) => mark.kind)).toEqual(['phase', 'step', 'end']);
    expect([...state().steps]).toEqual(['greeting']);
    expect(state().conversation).toMatchObject({ phase: 'objective', state: 'ended' });
  });

  it('holds no connection while nobody looks, and goes on after the last event', async () => {
    turn(1, 'Hello');
    partial('Where');
    await settle();
    attention.look(false);
    await clock.move(120_000);
    expect(server.requests).toHaveLength(1);
    expect(state().paused).toBe(true);
    expect(said()).toEqual(['Hello: saved']);
    attention.look(true);
    await settle();
    expect(server.requests[1]?.headers.get('Last-Event-ID')).toBe('1');
    turn(2, 'Where?');
    await settle();
    expect(said()).toEqual(['Hello: saved', 'Where?: saved']);
    expect(state().paused).toBe(false);
  });

  it('does not ask again for an encounter that is over', async () => {
    server.event(1, 'closed', {
      summary: { last_seq: 1, turn_count: 0, digest: '', duration_s: 1, complete: true },
    });
    await settle();
    expect(state().stream.kind).toBe('finished');
    attention.look(false);
    attention.look(true);
    await clock.move(60_000);
    expect(server.requests).toHaveLength(1);
  });

  it('is asked for once more, after the last event, when it was refused and somebody tries again', async () => {
    turn(1, 'Hello');
    await settle();
    server.answerWith(new Response('', { status: 422 }));
    server.drop();
    await settle();
    await clock.move(30_000);
    expect(state().stream.kind).toBe('refused');
    followed.again();
    await settle();
    expect(state().stream.kind).toBe('live');
    expect(server.requests.at(-1)?.headers.get('Last-Event-ID')).toBe('1');
  });

  it('begins anew when the log is another one', async () => {
    server.event(5, 'phase', { phase: 'objective' });
    server.event(undefined, 'gap', { gap: { asked_seq: 5, last_seq: 1 } });
    await settle();
    expect(state().marks).toEqual([]);
    await clock.move(10_000);
    expect(server.requests[1]?.headers.get('Last-Event-ID')).toBeNull();
  });

  it('ends with the screen', async () => {
    followed.stop();
    attention.look(true);
    await clock.move(60_000);
    expect(server.requests).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });
});
