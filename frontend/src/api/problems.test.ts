import { FetchError, ResponseError } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { passes, retryAfter, trouble, troubleOf, troubleOfResponse } from './problems';

function problem(status: number, body: object, headers: Record<string, string> = {}) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}

describe('words for problems', () => {
  it('goes by the code and keeps the request id', async () => {
    const reply = problem(409, { code: 'session_ended', detail: 'x', request_id: 'req_12345678' });
    const told = await troubleOf(new ResponseError(reply));
    expect(told).toMatchObject({ code: 'session_ended', status: 409, requestId: 'req_12345678' });
    expect(told.words).toContain('has ended');
  });

  it('falls back to the detail for a code it does not know', async () => {
    const told = await troubleOfResponse(problem(409, { code: 'brand_new', detail: 'Do this instead.' }));
    expect(told.words).toBe('Do this instead.');
  });

  it('tells a reply that is no problem document by its status', async () => {
    const told = await troubleOfResponse(
      new Response('<html>', { status: 503, headers: { 'Retry-After': '7' } }),
    );
    expect(told).toMatchObject({ code: 'unavailable', retryAfterS: 7 });
  });

  it('survives a problem document that was cut off', async () => {
    const cut = new Response('{"code":', {
      status: 500,
      headers: { 'Content-Type': 'application/problem+json' },
    });
    expect((await troubleOfResponse(cut)).code).toBe('internal_error');
  });

  it('knows a lost network from a fault of the page', async () => {
    expect((await troubleOf(new FetchError(new TypeError('Failed to fetch')))).code).toBe('network');
    expect((await troubleOf(new TypeError('x is not a function'))).code).toBe('unexpected');
    expect((await troubleOf(new DOMException('late', 'TimeoutError'))).code).toBe('timeout');
  });
});

describe('Retry-After', () => {
  it.each([
    ['5', 5],
    ['0', 1],
    [new Date(10_000).toUTCString(), 10],
    [new Date(-5000).toUTCString(), 1],
    ['soon', undefined],
    [null, undefined],
  ])('reads %s as %s', (header, seconds) => {
    expect(retryAfter(header, 0)).toBe(seconds);
  });
});

it.each([
  [0, true],
  [408, true],
  [429, true],
  [503, true],
  [401, false],
  [409, false],
  [422, false],
])('status %i passes by itself: %s', (status, expected) => {
  expect(passes(trouble('network', { status }))).toBe(expected);
});
