import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import type { SessionEvent, StreamState } from '@viva/client';
import { OutboxStore } from '@viva/client/toolkit';
import { FakeClock, settle } from '@viva/client/testing';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../testing/fakeCall';
import { FakeEncounter } from '../testing/fakeEncounter';
import { CatchUp } from './catchUp';
import { noticesOf } from './noticeWords';
import { shownLines } from './shown';
import { TranscriptLog } from './TranscriptLog';

const LIVE: StreamState = { kind: 'live' };
const event = (seq: number | undefined, type = 'turn') => ({ type, seq }) as SessionEvent;

describe('catching up with a stream', () => {
  let clock: FakeClock;
  let caughtUp: boolean;
  let catchUp: CatchUp;

  beforeEach(() => {
    clock = new FakeClock();
  });

  const open = (stored?: number) => {
    caughtUp = false;
    catchUp = new CatchUp(clock, (now) => (caughtUp = now), stored);
    catchUp.streamIs(LIVE);
  };

  it('ends a moment after the last stored event, however slowly they come', async () => {
    open(60);
    for (let seq = 1; seq <= 60; seq++) {
      await clock.move(5_000);
      expect(caughtUp).toBe(false);
      catchUp.take(event(seq));
    }
    expect(caughtUp).toBe(false);
    await clock.move(250);
    expect(caughtUp).toBe(true);
  });

  it('ends when nothing more comes, where it is not known how much is stored', async () => {
    open();
    catchUp.take(event(1));
    await clock.move(900);
    catchUp.take(event(2));
    await clock.move(900);
    expect(caughtUp).toBe(false);
    await clock.move(100);
    expect(caughtUp).toBe(true);
  });

  it('ends although what is stored does not come', async () => {
    open(60);
    await clock.move(10_000);
    expect(caughtUp).toBe(true);
  });

  it('ends with words that are being spoken, and however fast they come', async () => {
    open(60);
    for (let i = 0; i < 5; i++) {
      catchUp.take(event(undefined, 'partial'));
      await clock.move(50);
    }
    expect(caughtUp).toBe(true);
  });

  it('waits for a stream that was lost on the way', async () => {
    open();
    catchUp.take(event(1));
    catchUp.streamIs({ kind: 'waiting', failure: { code: 'network', status: 0 }, until: 0 });
    await clock.move(60_000);
    expect(caughtUp).toBe(false);
    catchUp.streamIs(LIVE);
    catchUp.take(event(2));
    await clock.move(1_000);
    expect(caughtUp).toBe(true);
  });

  it('begins again with another log', async () => {
    open(0);
    await clock.move(250);
    expect(caughtUp).toBe(true);
    catchUp.take(event(undefined, 'gap'));
    expect(caughtUp).toBe(false);
    catchUp.take(event(1));
    await clock.move(1_000);
    expect(caughtUp).toBe(true);
  });

  it('keeps nothing going after it was stopped', () => {
    open(1);
    catchUp.stop();
    catchUp.take(event(1));
    expect(clock.waiting).toBe(0);
  });
});

describe('the conversation of an encounter that was loaded again', () => {
  let encounter: FakeEncounter;

  beforeEach(async () => {
    indexedDB = new IDBFactory();
    encounter = new FakeEncounter(await OutboxStore.open());
  });

  const turn = (seq: number, text: string) => {
    const made = { seq, item_id: `item_${seq}`, role: 'patient', text, source: 'provider', late: false };
    encounter.streams.event(seq, 'turn', { turn: { ...made, created_at: '2026-11-02T10:04:00.000Z' } });
  };
  const log = () => {
    const { controller, state } = encounter;
    const lines = shownLines(state.conversation);
    return renderToStaticMarkup(createElement(TranscriptLog, { controller, state, lines }));
  };

  it('is there to be read, and only what is said then is announced', async () => {
    encounter.lastSeq = 2;
    await encounter.controller.start();
    await settle();
    turn(1, 'Good morning.');
    await settle();
    await encounter.ports.clock.move(5_000 - 1);
    turn(2, 'It is my knee.');
    await settle();
    expect(log()).toMatch(/role="log"[^>]*aria-live="off"[^]*It is my knee\./);
    await encounter.ports.clock.move(250);
    expect(log()).toMatch(/role="log"[^>]*aria-live="polite"/);
    encounter.controller.stop();
  });

  it('is announced where the event stream is blocked and the lines come by a plain request', async () => {
    encounter.lastSeq = 2;
    for (let i = 0; i < 100; i++) encounter.streams.answerWith(new TypeError('Failed to fetch'));
    await encounter.controller.start();
    await encounter.ports.clock.move(10_000);
    expect(encounter.state.caughtUp).toBe(true);
    encounter.controller.stop();
  });

  it('is called silent only once all that was said is there', async () => {
    encounter.sessionState = 'ended';
    await encounter.controller.start();
    await settle();
    expect(log()).toContain('One moment…');
    await encounter.ports.clock.move(1_000);
    expect(log()).toContain('Nothing was said.');
    encounter.controller.stop();
  });

  it('is not called silent where the lines of an ended exam are refused, and the reason is told', async () => {
    encounter.lastSeq = 2;
    encounter.sessionState = 'ended';
    encounter.linesFault = refusal(409, 'exam_not_released');
    for (let i = 0; i < 100; i++) encounter.streams.answerWith(refusal(409, 'exam_not_released').response);
    await encounter.controller.start();
    await encounter.ports.clock.move(30_000);
    expect(log()).toContain('What was said could not be read.');
    expect(noticesOf(encounter.state).map(({ key }) => key)).toEqual(['stream', 'over']);
    expect(noticesOf(encounter.state)[0]!.words).toContain('This was an exam.');
    encounter.controller.stop();
  });

  it('goes on after a sleep with the log that it has', async () => {
    const { streams, ports, controller } = encounter;
    await controller.start();
    await settle();
    streams.event(9, 'phase', { phase: 'objective' });
    streams.event(undefined, 'gap', { gap: { asked_seq: 9, last_seq: 1 } });
    await ports.clock.move(5_000);
    turn(1, 'Good morning.');
    await settle();
    ports.clock.sleep(60_000);
    await ports.clock.move(5_000);
    expect(streams.requests.at(-1)!.headers.get('Last-Event-ID')).toBe('1');
    controller.stop();
  });

  it('is followed on the same stream in a hidden tab, whose timers are slow', async () => {
    const { streams, ports, controller, attention } = encounter;
    await controller.start();
    await settle();
    attention.look(false);
    ports.clock.sleep(55_000);
    await ports.clock.move(5_000);
    expect(streams.requests).toHaveLength(1);
    attention.look(true);
    await settle();
    expect(streams.requests).toHaveLength(2);
    controller.stop();
  });
});
