import { FetchError, ResponseError } from '../api/index.js';
import { describe, expect, it } from 'vitest';
import { failureOf, failureOfResponse, isRetryable, retryAfter } from './failure.js';

const problem = (status: number, body: string) =>
  new Response(body, { status, headers: { 'Content-Type': 'application/problem+json' } });

describe('a failure', () => {
  it('has the problem’s code and request id', async () => {
    const body = '{"code": "session_ended", "detail": "x", "request_id": "req_12345678"}';
    expect(await failureOf(new ResponseError(problem(409, body)))).toEqual({
      code: 'session_ended',
      status: 409,
      detail: 'x',
      requestId: 'req_12345678',
    });
  });

  it('has the whole problem document if the service sent one', async () => {
    const body = {
      type: '/docs/problems/quota_exceeded',
      title: 'Too many requests',
      status: 429,
      code: 'quota_exceeded',
      detail: 'x',
      instance: '/api/v1/sessions',
      request_id: 'req_12345678',
      'violated-policies': ['session-creation'],
    };
    const told = await failureOf(new ResponseError(problem(429, JSON.stringify(body))));
    expect(told.problem).toMatchObject({
      type: '/docs/problems/quota_exceeded',
      requestId: 'req_12345678',
      violatedPolicies: ['session-creation'],
    });
  });

  it('has a code from the status when the reply is no problem document', async () => {
    const told = await failureOfResponse(
      new Response('<html>', { status: 503, headers: { 'Retry-After': '7' } }),
    );
    expect(told).toEqual({ code: 'unavailable', status: 503, retryAfterS: 7 });
  });

  it.each([
    ['errors that are no list', { errors: { x: ['wrong'] } }],
    ['an empty error', { errors: [null, { pointer: 7 }, 'x'] }],
    ['no errors at all', { errors: null }],
    ['members of other types', { code: 503, detail: ['x'], request_id: {} }],
    ['a list', []],
  ])('is read from JSON that is no problem document: %s', async (_, body) => {
    const told = await failureOfResponse(problem(503, JSON.stringify(body)));
    expect(told).toMatchObject({ code: 'unavailable', status: 503 });
    expect([told.detail, told.requestId, told.problem]).toEqual([undefined, undefined, undefined]);
  });

  it('keeps the pointers that are ones', async () => {
    const body = { errors: [{ pointer: '/lines/1' }, null, { pointer: 2 }] };
    expect((await failureOfResponse(problem(422, JSON.stringify(body)))).pointers).toEqual(['/lines/1']);
  });

  it('accepts a truncated problem document', async () => {
    expect((await failureOfResponse(problem(500, '{"code":'))).code).toBe('internal_error');
  });

  it('tells a lost network from an error of the page', async () => {
    expect((await failureOf(new FetchError(new TypeError('Failed to fetch')))).code).toBe('network');
    expect((await failureOf(new TypeError('x is not a function'))).code).toBe('unexpected');
    expect((await failureOf(new DOMException('late', 'TimeoutError'))).code).toBe('timeout');
  });

  it.each([
    [0, true],
    [408, true],
    [429, true],
    [503, true],
    [401, false],
    [409, false],
    [422, false],
  ])('of status %i is retryable: %s', (status, expected) => {
    expect(isRetryable({ code: 'x', status })).toBe(expected);
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
