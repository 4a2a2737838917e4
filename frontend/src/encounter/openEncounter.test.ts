import { afterEach, expect, it, vi } from 'vitest';
import { sessionApi } from '../api/client';
import { pauseAfterPartial } from './openEncounter';

const LINE = { itemId: 'item_1', role: 'patient', text: 'It is' } as const;

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, headers: Record<string, string>): void {
  vi.stubGlobal('fetch', async () => new Response(null, { status, headers }));
}

it.each([
  ['nobody follows', 202, { 'X-Followers': '0' }, 5_000],
  ['only this page follows', 202, { 'X-Followers': '1' }, 5_000],
  ['somebody else follows', 202, { 'X-Followers': '2' }, 0],
  ['the service does not say', 202, {}, 0],
  ['the service asks for a pause', 429, { 'Retry-After': '7' }, 7_000],
] as const)('while %s, partial lines pause as they should', async (_, status, headers, pauseMs) => {
  answer(status, headers);

  expect(await pauseAfterPartial(sessionApi('a-grant'), 'ses_1', LINE)).toEqual({ pauseMs });
});
