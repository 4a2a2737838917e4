import { ResponseError } from '@viva/client';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasWords, troubleOf, troubleOfResponse } from './problems';

const problem = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });

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

  it('falls back to the status where there is no detail either', async () => {
    expect((await troubleOfResponse(problem(429, { code: 'brand_new' }))).words).toContain('more than');
    expect((await troubleOfResponse(problem(418, { code: 'brand_new' }))).words).toContain('unexpected');
  });

  const catalogue = new URL('../../../src/main/java/dev/viva/problem/Failure.java', import.meta.url);
  const codes = [...readFileSync(catalogue, 'utf8').matchAll(/^ {4}([A-Z][A-Z_]+)\(/gm)].map((m) =>
    m[1]!.toLowerCase(),
  );

  it.each(codes)('has words for %s', (code) => {
    expect(hasWords(code)).toBe(true);
  });

  it('finds the service’s catalogue', () => {
    expect(codes.length).toBeGreaterThan(20);
  });
});
