import { ResponseError, StorageError } from '@viva/client';
import { describe, expect, it } from 'vitest';
import { causeOf, trouble, troubleOf } from './problems';

const refusal = (status: number, body: object) => {
  const headers = { 'Content-Type': 'application/problem+json' };
  return new ResponseError(new Response(JSON.stringify(body), { status, headers }));
};

describe('words for problems', () => {
  it('uses the code and keeps the request id', async () => {
    const reply = { code: 'session_ended', detail: 'x', request_id: 'req_12345678' };
    const told = await troubleOf(refusal(409, reply));
    expect(told).toMatchObject({ code: 'session_ended', status: 409, requestId: 'req_12345678' });
    expect(told.words).toContain('has ended');
  });

  it('falls back to the detail for an unknown code', async () => {
    const told = await troubleOf(refusal(409, { code: 'brand_new', detail: 'Do this instead.' }));
    expect(told.words).toBe('Do this instead.');
  });

  it('uses the storage’s own message about another tab', async () => {
    const told = await troubleOf(new StorageError('held_by_other_tab'));
    expect(told).toMatchObject({ code: 'held_by_other_tab', status: 0 });
    expect(told.words).toContain('Close the other tabs');
  });

  it('says the cause alone of what is sent again by itself', () => {
    expect(causeOf(trouble('quota_exceeded'))).toBe('Too many requests in a short time.');
    expect(causeOf(trouble('network'))).toBe('The service cannot be reached. Check your connection.');
    expect(causeOf(trouble('timeout'))).toBe('The service did not answer in time.');
    expect(causeOf(trouble('timeout', { words: 'Not now. Try again.' }))).toBe('Not now.');
    expect(causeOf({ code: 'brand_new', detail: 'One sentence.', status: 503 })).toBe('One sentence.');
  });

  it('falls back to the status without a detail', async () => {
    expect((await troubleOf(refusal(429, { code: 'brand_new' }))).words).toContain('Too many requests');
    expect((await troubleOf(refusal(418, { code: 'brand_new' }))).words).toContain('unexpected');
  });
});
