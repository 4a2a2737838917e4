import { FakeClock, settle } from '@viva/client/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { LoginError } from '../identity/loginError';
import { entry, FakeAttention, FakeList, refusal } from '../testing/fakeFaculty';
import { Board } from './board';
import { summary } from './BoardScreen';

const OUT = new TypeError('Failed to fetch');

describe('the board', () => {
  let clock: FakeClock;
  let list: FakeList;
  let attention: FakeAttention;
  let board: Board;
  let refused: number;

  beforeEach(() => {
    clock = new FakeClock();
    list = new FakeList();
    attention = new FakeAttention();
    refused = 0;
    const onRefused = () => (refused += 1);
    board = new Board({ api: list, clock, attention, onRefused, random: () => 0 });
  });

  const state = () => board.store.get();
  const ids = () => state().entries?.map((one) => one.sessionId);
  const start = async () => {
    board.start();
    await settle();
  };

  it('asks again every three seconds, and only for what has changed', async () => {
    list.entries = [entry('ses_1')];
    await start();
    expect(ids()).toEqual(['ses_1']);
    await clock.move(3_000);
    expect(list.asked.map(({ etag }) => etag)).toEqual([undefined, 'v1']);
    expect(ids()).toEqual(['ses_1']);
    list.show(entry('ses_2'), entry('ses_1'));
    await clock.move(3_000);
    expect(ids()).toEqual(['ses_2', 'ses_1']);
  });

  it('asks nothing while nobody looks at the tab', async () => {
    await start();
    attention.look(false);
    await clock.move(60_000);
    expect(list.asked).toHaveLength(1);
    attention.look(true);
    await settle();
    expect(list.asked).toHaveLength(2);
  });

  it('asks nothing after its end, and shows no late answer', async () => {
    let answer = () => {};
    list.wait = new Promise((resolve) => (answer = resolve));
    list.entries = [entry('ses_1')];
    board.start();
    board.stop();
    answer();
    await settle();
    await clock.move(60_000);
    expect(list.asked).toHaveLength(1);
    expect(ids()).toBeUndefined();
  });

  it('keeps what it shows through an outage, and goes on by itself', async () => {
    list.entries = [entry('ses_1')];
    await start();
    list.faults.push(OUT, OUT);
    await clock.move(3_000);
    expect(state().trouble?.words).toContain('cannot be reached');
    expect(ids()).toEqual(['ses_1']);
    await clock.move(30_000);
    expect(state().trouble).toBeUndefined();
  });

  it('waits as long as the service asks', async () => {
    await start();
    list.faults.push(refusal(429, { 'Retry-After': '20' }));
    await clock.move(3_000);
    await clock.move(19_000);
    expect(list.asked).toHaveLength(2);
    await clock.move(2_000);
    expect(list.asked).toHaveLength(3);
  });

  it('keeps to that wait also when somebody looks again, searches or asks for more', async () => {
    list.entries = [entry('ses_2')];
    list.next = 'cursor';
    list.second = [entry('ses_1')];
    await start();
    list.faults.push(refusal(429, { 'Retry-After': '20' }));
    await clock.move(3_000);
    attention.look(false);
    attention.look(true);
    board.again();
    board.setFilter({ participant: 'kim' });
    await clock.move(19_000);
    expect(list.asked).toHaveLength(2);
    await clock.move(1_000);
    expect(list.asked.map(({ listing }) => listing.participant)).toEqual([undefined, undefined, 'kim']);
    list.faults.push(refusal(429, { 'Retry-After': '20' }));
    await board.more();
    void board.more();
    await clock.move(19_000);
    expect(list.asked).toHaveLength(4);
    await clock.move(2_000);
    expect(list.asked).toHaveLength(5);
  });

  it('keeps to a wait that an answer to an earlier question asks for', async () => {
    let answer = () => {};
    list.wait = new Promise((resolve) => (answer = resolve));
    list.faults.push(refusal(429, { 'Retry-After': '20' }));
    await start();
    list.wait = undefined;
    board.setFilter({ participant: 'kim' });
    answer();
    await settle();
    await clock.move(19_000);
    expect(list.asked).toHaveLength(1);
    await clock.move(1_000);
    expect(list.asked.map(({ listing }) => listing.participant)).toEqual([undefined, 'kim']);
    expect(state().trouble).toBeUndefined();
  });

  it('keeps to the later one of two such waits', async () => {
    let answer = () => {};
    list.wait = new Promise((resolve) => (answer = resolve));
    list.faults.push(refusal(429, { 'Retry-After': '40' }), refusal(429, { 'Retry-After': '5' }));
    await start();
    attention.look(true);
    answer();
    await settle();
    await clock.move(39_000);
    expect(list.asked).toHaveLength(2);
    await clock.move(1_000);
    expect(list.asked).toHaveLength(3);
  });

  it('asks at once when the device’s clock was set back during such a wait', async () => {
    await start();
    list.faults.push(refusal(429, { 'Retry-After': '20' }));
    await clock.move(3_000);
    clock.sleep(-3_600_000);
    attention.look(true);
    await settle();
    expect(list.asked).toHaveLength(3);
  });

  it('shows no late failure over what was read since', async () => {
    let fail = () => {};
    list.wait = new Promise((resolve) => (fail = resolve));
    list.faults.push(OUT);
    await start();
    list.wait = undefined;
    list.entries = [entry('ses_1')];
    attention.look(true);
    await settle();
    fail();
    await settle();
    expect([ids(), state().trouble]).toEqual([['ses_1'], undefined]);
    await clock.move(3_000);
    expect(list.asked).toHaveLength(3);
  });

  it('does not take quick refusals as the key being refused, however often somebody looks', async () => {
    await start();
    list.faults.push(...Array.from({ length: 5 }, () => refusal(401)));
    for (let i = 0; i < 5; i++) {
      attention.look(true);
      await settle();
    }
    await clock.move(60_000);
    expect([refused, list.faults.length]).toEqual([0, 0]);
  });

  it('takes refusals in a row for ten seconds as the key being refused, and not one', async () => {
    await start();
    list.faults.push(refusal(401));
    await clock.move(60_000);
    expect(refused).toBe(0);
    list.faults.push(refusal(401), refusal(401), refusal(403), refusal(401), refusal(401));
    await clock.move(60_000);
    expect(refused).toBe(1);
  });

  it('takes a login that has run out for the end at once', async () => {
    await start();
    list.faults.push(new LoginError('login_expired'));
    await clock.move(3_000);
    expect(refused).toBe(1);
    await clock.move(60_000);
    expect(list.asked).toHaveLength(2);
  });

  it('asks for a filter once it stays as it is', async () => {
    await start();
    for (const participant of ['k', 'ki', 'kim']) board.setFilter({ participant });
    expect(ids()).toBeUndefined();
    await clock.move(300);
    expect(list.asked.map(({ listing }) => listing.participant)).toEqual([undefined, 'kim']);
    expect(list.asked[1]?.etag).toBeUndefined();
  });

  it('shows no answer to an earlier filter', async () => {
    let answer = () => {};
    list.wait = new Promise((resolve) => (answer = resolve));
    list.entries = [entry('ses_1')];
    board.start();
    board.setFilter({ group: 'PT-2B' });
    answer();
    await settle();
    expect(ids()).toBeUndefined();
  });

  it('adds the next page and then leaves the list as it is', async () => {
    list.entries = [entry('ses_2')];
    list.next = 'cursor';
    list.second = [entry('ses_2'), entry('ses_1')];
    await start();
    await board.more();
    expect(ids()).toEqual(['ses_2', 'ses_1']);
    expect(state().next).toBeUndefined();
    attention.look(true);
    await clock.move(60_000);
    expect(ids()).toEqual(['ses_2', 'ses_1']);
  });

  it('is kept up to date again when it is read again after a further page', async () => {
    list.entries = [entry('ses_2')];
    list.next = 'cursor';
    list.second = [entry('ses_1')];
    await start();
    await board.more();
    expect(state().still).toBe(true);
    board.again();
    await settle();
    expect([ids(), state().still]).toEqual([['ses_2'], false]);
    list.show(entry('ses_3'), entry('ses_2'));
    await clock.move(3_000);
    expect(ids()).toEqual(['ses_3', 'ses_2']);
  });

  it('offers the next page again when it could not be read, and goes on by itself', async () => {
    list.next = 'cursor';
    list.entries = [entry('ses_1')];
    await start();
    list.faults.push(OUT);
    await board.more();
    expect(state()).toMatchObject({ next: 'cursor', loadingMore: false, still: false });
    expect(state().trouble).toBeDefined();
    list.show(entry('ses_2'), entry('ses_1'));
    await clock.move(30_000);
    expect(ids()).toEqual(['ses_2', 'ses_1']);
    expect(state().trouble).toBeUndefined();
  });

  it('keeps a further page that it shows when the next one cannot be read', async () => {
    list.next = 'cursor';
    list.entries = [entry('ses_3')];
    list.further.set('cursor', { sessions: [entry('ses_2')], nextCursor: 'last' });
    list.second = [entry('ses_1')];
    await start();
    await board.more();
    list.faults.push(OUT);
    await board.more();
    await clock.move(60_000);
    expect([ids(), state().next, state().still]).toEqual([['ses_3', 'ses_2'], 'last', true]);
    await board.more();
    expect([ids(), state().trouble]).toEqual([['ses_3', 'ses_2', 'ses_1'], undefined]);
  });

  it('takes a refusal of the next page as one of the list', async () => {
    list.next = 'cursor';
    list.entries = [entry('ses_2')];
    list.second = [entry('ses_1')];
    await start();
    list.faults.push(refusal(401));
    await board.more();
    await clock.move(30_000);
    expect([ids(), refused]).toEqual([['ses_2', 'ses_1'], 0]);
    board.again();
    await settle();
    list.faults.push(...Array.from({ length: 5 }, () => refusal(401)));
    await board.more();
    await clock.move(60_000);
    expect(refused).toBe(1);
    board.again();
    await settle();
    list.faults.push(new LoginError('login_expired'));
    await board.more();
    expect(refused).toBe(2);
  });

  describe('searching by a name', () => {
    const empty = (cursor: string, nextCursor: string) =>
      list.further.set(cursor, { sessions: [], nextCursor });
    const cursors = () => list.asked.map(({ listing }) => listing.cursor);

    it('reads on past empty pages that are not the last, and asks no more often for it', async () => {
      list.next = 'a';
      empty('a', 'b');
      list.second = [entry('ses_1')];
      await start();
      expect(cursors()).toEqual([undefined, 'a', 'b']);
      expect(ids()).toEqual(['ses_1']);
      list.second = [entry('ses_1', { inCall: true })];
      await clock.move(8_999);
      expect(list.asked).toHaveLength(3);
      await clock.move(1);
      expect(state().entries?.[0]?.inCall).toBe(true);
    });

    it('stops after some pages, says what was not searched, and goes on when asked', async () => {
      list.next = '1';
      for (let i = 1; i < 9; i++) empty(`${i}`, `${i + 1}`);
      list.second = [entry('ses_1')];
      await start();
      expect([ids(), state().next]).toEqual([[], '5']);
      expect(summary(0, true, false, true)).toBe(
        'None among the newest encounters. Older ones have not been searched yet.',
      );
      await board.more();
      expect([ids(), state().next]).toEqual([['ses_1'], undefined]);
    });

    it('reads on for no filter that was changed meanwhile', async () => {
      list.next = 'a';
      empty('a', 'b');
      let answer = () => {};
      list.wait = new Promise((resolve) => (answer = resolve));
      board.start();
      board.setFilter({ participant: 'kim' });
      answer();
      await settle();
      expect(cursors()).toEqual([undefined]);
    });
  });
});
