import { ResponseError } from '@viva/client';
import { expect, it } from 'vitest';
import { readCard, titleOf } from './readMedia';

const CARD = { mediaId: 'x-ray-report', title: 'X-ray report', text: 'No fracture.' };

it('reads a card', async () => {
  expect(await readCard(async () => CARD, 'x-ray-report')).toEqual({ card: CARD });
});

it('says in words why there is none', async () => {
  const gone = () => Promise.reject(new ResponseError(new Response('', { status: 503 })));
  expect((await readCard(gone, 'x-ray-report')).trouble?.words).toBeTruthy();
});

it('says why what the service has not heard cannot be opened', async () => {
  const early = () => Promise.reject(new ResponseError(new Response('', { status: 404 })));
  expect((await readCard(early, 'x-ray-report')).trouble?.words).toContain('try again in a moment');
});

it('does not ask for another moment after it could not be read', async () => {
  const gone = () => Promise.reject(new ResponseError(new Response('', { status: 503 })));
  expect(titleOf({})).toBe('One moment…');
  expect(titleOf(await readCard(gone, 'x-ray-report'))).toBe('This cannot be opened');
  expect(titleOf({ card: CARD })).toBe('X-ray report');
});
