import { follow, type Session, type SessionState } from '@viva/client';
import { FakeClock, FakeStreams, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { shownLines } from '../encounter/shown';
import { FakeAttention } from '../testing/fakeFaculty';
import { followStanding } from './FollowPill';
import { Followed } from './followed';
import { Opening } from './Phases';
import { Script } from './Script';
import { stoppedTrouble } from './words';

describe('a followed encounter', () => {
  let clock: FakeClock;
  let server: FakeStreams;
  let attention: FakeAttention;
  let followed: Followed;
  let transcripts: number;
  /** What plain requests are answered with; undefined while they fail, too. */
  let stored: { state: SessionState; texts: string[] } | undefined;
  let unreadable: boolean;

  beforeEach(async () => {
    clock = new FakeClock();
    server = new FakeStreams();
    attention = new FakeAttention();
    transcripts = 0;
    stored = undefined;
    unreadable = false;
    const { fetch } = server;
    const api = {
      session: async () => {
        if (!stored) throw new TypeError('Failed to fetch');
        const { state, texts } = stored;
        return { state, phase: 'objective', transcript: { lastSeq: texts.length } } as Session;
      },
      transcript: async () => {
        transcripts += 1;
        if (unreadable) throw new TypeError('Failed to fetch');
        return JSON.stringify(transcriptOf(stored!.state, stored!.texts));
      },
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

  const empty = () =>
    renderToStaticMarkup(
      createElement(Script, { state: state(), names: undefined, languages: undefined, label: '' }),
    );
  /** A proxy lets no event stream through. */
  const block = async () => {
    for (let i = 0; i < 40; i++) server.answerWith(new Response('', { status: 503 }));
    server.drop();
    await settle();
  };

  it('is read as it is stored where no event stream comes through, and again only when there is more', async () => {
    stored = { state: 'open', texts: ['Hello', 'My knee.'] };
    await block();
    expect(said()).toEqual(['Hello: saved', 'My knee.: saved']);
    await clock.move(20_000);
    expect([transcripts, state().caughtUp]).toEqual([1, true]);
    expect(state().behind).toBe(true);
    stored = { state: 'closed', texts: ['Hello', 'My knee.', 'Goodbye'] };
    await clock.move(5_000);
    expect([said().length, transcripts]).toEqual([3, 2]);
    expect(state().conversation).toMatchObject({ state: 'closed', phase: 'objective' });
    expect(followStanding(state()).words).toBe('Ended');
    attention.look(false);
    await clock.move(60_000);
    expect(transcripts).toBe(2);
  });

  it('says that a step of the opening is not known until the stream has told of all that is stored', async () => {
    const opening = () => {
      const { steps, behind } = state();
      return renderToStaticMarkup(createElement(Opening, { steps, behind }));
    };
    expect(opening()).toContain(': not yet');
    stored = { state: 'open', texts: ['Hello', 'My knee.'] };
    server.answerWith(new Response('', { status: 503 }));
    server.drop();
    await settle();
    expect(opening()).not.toContain(': not yet');
    expect(opening()).toContain(': not known');
    await clock.move(10_000);
    turn(1, 'Hello');
    await settle();
    expect(opening()).toContain(': not known');
    turn(2, 'My knee.');
    await settle();
    expect(opening()).toContain(': not yet');
  });

  it('is not said to be silent while nobody knows what is stored', async () => {
    await block();
    await clock.move(2_000);
    followed.know({ state: 'closed', phase: 'treatment_plan' });
    expect(followStanding(state()).words).toBe('Ended');
    expect(empty()).toContain('What was said cannot be read just now.');
    stored = { state: 'closed', texts: [] };
    await clock.move(10_000);
    expect(empty()).toContain('Nothing was said.');
  });

  it('is not said to be silent while its lines alone cannot be read', async () => {
    stored = { state: 'closed', texts: ['Hello'] };
    unreadable = true;
    await block();
    await clock.move(10_000);
    expect(followStanding(state()).words).toBe('Ended');
    expect(empty()).toContain('What was said cannot be read just now.');
    unreadable = false;
    await clock.move(5_000);
    expect(said()).toEqual(['Hello: saved']);
  });

  it('is silent once the stream has brought all there is', async () => {
    expect(empty()).toContain('One moment…');
    await clock.move(1_000);
    expect(empty()).toContain('Nothing has been said yet.');
  });

  it('does not go back to an earlier state when the stream tells of it', async () => {
    followed.know({ state: 'closed', phase: 'objective' });
    const summary = { last_seq: 1, turn_count: 0, digest: '', duration_s: 1, complete: false };
    server.event(1, 'ended', { summary });
    await settle();
    expect(state().conversation.state).toBe('closed');
  });

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

  it('is followed anew, after the last event, when the computer slept in front of somebody', async () => {
    turn(1, 'Hello');
    partial('Where');
    await settle();
    clock.sleep(600_000);
    await clock.move(5_000);
    expect(server.requests.map(({ headers }) => headers.get('Last-Event-ID'))).toEqual([null, '1']);
    expect(state()).toMatchObject({ paused: false, caughtUp: false, stream: { kind: 'live' } });
    expect(said()).toEqual(['Hello: saved']);
    turn(2, 'Where?');
    await settle();
    await clock.move(60_000);
    expect(said()).toEqual(['Hello: saved', 'Where?: saved']);
  });

  it('is followed once when somebody opens a computer that slept', async () => {
    attention.look(false);
    clock.sleep(600_000);
    attention.look(true);
    await settle();
    expect(server.requests).toHaveLength(2);
    expect(state().stream.kind).toBe('live');
  });

  it('is connected to again when the network comes back and nothing has come since', async () => {
    clock.sleep(18_000);
    attention.look(true);
    await settle();
    expect(server.requests).toHaveLength(2);
    expect(state().stream.kind).toBe('live');
  });

  const crowded = (retryAfterS = 5) => {
    const headers = { 'Content-Type': 'application/problem+json', 'Retry-After': `${retryAfterS}` };
    return new Response('{"code": "too_many_streams"}', { status: 429, headers });
  };

  it('keeps to the pause that the service asked for, whoever looks away and comes back', async () => {
    stored = { state: 'open', texts: ['Hello'] };
    server.answerWith(crowded(60));
    server.drop();
    await settle();
    await clock.move(1_000);
    expect(server.requests).toHaveLength(2);
    attention.look(false);
    attention.look(true);
    attention.look(true);
    await clock.move(50_000);
    expect([server.requests.length, said(), state().paused]).toEqual([2, ['Hello: saved'], false]);
    attention.look(false);
    await clock.move(20_000);
    expect(server.requests).toHaveLength(2);
    attention.look(true);
    await settle();
    expect([server.requests.length, state().stream.kind]).toEqual([3, 'live']);
  });

  it('keeps to that pause after a sleep, too, and goes on by itself', async () => {
    server.answerWith(crowded(60));
    server.drop();
    await settle();
    await clock.move(1_000);
    clock.sleep(30_000);
    await clock.move(20_000);
    expect(server.requests).toHaveLength(2);
    await clock.move(10_000);
    expect([server.requests.length, state().stream.kind]).toEqual([3, 'live']);
    followed.stop();
    await settle();
    expect(clock.waiting).toBe(0);
  });

  it('does not say that too many are followed once all of an encounter that is over is read', async () => {
    stored = { state: 'closed', texts: ['Hello'] };
    server.answerWith(crowded(600));
    server.drop();
    await settle();
    await clock.move(1_000);
    expect(state().crowded).toBeDefined();
    expect(stoppedTrouble(state())).toBeUndefined();
  });

  it('says while it waits that too many are followed, until it is followed again', async () => {
    server.answerWith(crowded());
    server.answerWith(crowded());
    server.drop();
    await settle();
    await clock.move(1_000);
    expect(state()).toMatchObject({ stream: { kind: 'waiting' }, crowded: { code: 'too_many_streams' } });
    await clock.move(60_000);
    expect(state()).toMatchObject({ stream: { kind: 'live' }, crowded: undefined });
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

function transcriptOf(state: SessionState, texts: readonly string[]) {
  const at = '2026-11-02T10:04:00.000Z';
  return {
    session_id: 'ses_1',
    state,
    created_at: at,
    last_seq: texts.length,
    turn_count: texts.length,
    digest: '',
    duration_s: 1,
    complete: state === 'closed',
    turns: texts.map((text, i) => ({
      seq: i + 1,
      item_id: `item_${i + 1}`,
      role: 'student',
      text,
      source: 'client',
      late: false,
      created_at: at,
    })),
  };
}
