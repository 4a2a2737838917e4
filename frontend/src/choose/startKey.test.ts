import { expect, it } from 'vitest';
import { StartKey } from './startKey';

const asked = { scenarioId: 'knee', personaId: 'hana' };

it('is the same for the same request, different for another, and valid by the contract', () => {
  let next = 0;
  const keys = new StartKey((n) => Uint8Array.from({ length: n }, () => (next += 37) % 256));
  const first = keys.of(asked);
  expect(first).toMatch(/^[A-Za-z0-9]{22}$/);
  expect(keys.of({ ...asked })).toBe(first);
  expect(keys.of(asked, 'a class code')).not.toBe(first);
  expect(keys.of({ ...asked, replyLanguage: 'de' })).not.toBe(first);
});
