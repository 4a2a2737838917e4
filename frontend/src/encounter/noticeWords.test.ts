import 'fake-indexeddb/auto';
import type { Entry } from '@viva/client';
import { OutboxStore } from '@viva/client/toolkit';
import { settle } from '@viva/client/testing';
import { IDBFactory } from 'fake-indexeddb';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeEncounter } from '../testing/fakeEncounter';
import { Attention } from './Line';
import { noticesOf } from './noticeWords';
import { Notices } from './Notices';
import type { OpenEncounter } from './openEncounter';

let encounter: FakeEncounter;

beforeEach(async () => {
  indexedDB = new IDBFactory();
  encounter = new FakeEncounter(await OutboxStore.open());
});

describe('the end of an encounter', () => {
  const over = () => noticesOf(encounter.state).find(({ key }) => key === 'over')?.words;

  it.each([
    ['at the deadline', 0, 'The time is up: the encounter has ended.'],
    ['before it', -60_000, 'The encounter has ended.'],
  ])('%s is told by its own time, however long ago it was', async (_, ms, words) => {
    await encounter.controller.start();
    await settle();
    const deadline = encounter.state.session!.deadlineAt.getTime();
    encounter.streams.event(5, 'ended', { created_at: new Date(deadline + ms).toISOString() });
    await settle();
    expect(over()).toBe(words);
    await encounter.ports.clock.move(60_000);
    expect(over()).toBe(words);
  });
});

describe('a trouble', () => {
  const requestId = 'req_12345678';
  const failure = { code: 'storage_unavailable', status: 503, retryAfterS: 20, requestId };
  const shown = (key: string) => noticesOf(encounter.state).find((notice) => notice.key === key);

  it('of lines that wait says when they are sent again, and can be reported', async () => {
    await encounter.controller.start();
    await encounter.controller.connect('typed');
    encounter.relay.faults.push({ kind: 'later', failure });
    encounter.controller.say('Hello');
    await settle();
    expect(shown('waiting')).toMatchObject({ requestId });
    expect(shown('waiting')!.nextTryAt).toBeGreaterThanOrEqual(encounter.ports.clock.now() + 20_000);
  });

  it('of too many followed encounters is told until this one is followed again', async () => {
    await encounter.controller.start();
    await settle();
    const problem = { code: 'too_many_streams', request_id: requestId };
    const headers = { 'Content-Type': 'application/problem+json', 'Retry-After': '5' };
    encounter.streams.answerWith(new Response(JSON.stringify(problem), { status: 429, headers }));
    encounter.streams.answerWith(new Response(JSON.stringify(problem), { status: 429, headers }));
    encounter.streams.drop();
    await settle();
    await encounter.ports.clock.move(3_000);
    expect(shown('stream')).toMatchObject({ requestId, words: expect.stringContaining('Close other tabs') });
    await encounter.ports.clock.move(60_000);
    expect(encounter.state.stream.kind).toBe('live');
    expect(shown('stream')).toBeUndefined();
  });

  it('of an answer that does not come can be reported', async () => {
    await encounter.controller.start();
    await encounter.controller.connect('typed');
    encounter.relay.silent = failure;
    encounter.controller.say('Hello');
    await settle();
    expect(shown('unanswered')).toMatchObject({ requestId });
  });

  it.each([
    [true, false],
    [false, true],
    [undefined, true],
  ])('whose warning is lasting (%s) offers to ask again: %s', async (lasting, offered) => {
    await encounter.controller.start();
    await encounter.controller.connect('typed');
    encounter.controller.say('Hello');
    await settle();
    const warning = { code: 'patient_silent', detail: 'No answer.', item_id: 'item_1', lasting };
    encounter.streams.event(1, 'warning', { warning });
    await settle();
    const open = {} as OpenEncounter;
    const html = renderToStaticMarkup(createElement(Notices, { open, state: encounter.state }));
    expect(html).toContain('No answer.');
    expect(html.includes('Ask again')).toBe(offered);
  });

  it('is read out, and the id to report it by is not', () => {
    encounter.controller.store.notify({ words: 'It went wrong.', requestId });
    const open = {} as OpenEncounter;
    const html = renderToStaticMarkup(createElement(Notices, { open, state: encounter.state }));
    const [status, beside] = html.split('beside-notices');
    expect(status).toContain('It went wrong.');
    expect(status).not.toContain(requestId);
    expect(beside).toContain(requestId);
  });

  it('of one line stands at the line, with its id', () => {
    const entry = {
      key: 'k',
      sessionId: 'ses_1',
      itemId: 'a',
      state: 'attention',
      failure,
    } as unknown as Entry;
    const nothing = () => undefined;
    expect(
      renderToStaticMarkup(createElement(Attention, { entry, onRetry: nothing, onDiscard: nothing })),
    ).toContain(requestId);
  });
});
