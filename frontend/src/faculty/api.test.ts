import { afterEach, expect, it, vi } from 'vitest';
import { facultyApi } from './api';

afterEach(() => vi.unstubAllGlobals());

it('asks for the case of a session with its patient, for a service that does not know the session there', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    return new Response('<p>Knee</p>', { headers: { 'Content-Type': 'text/html' } });
  });
  const session = { sessionId: 'ses_1', scenarioId: 'knee', personaId: 'hana' };
  expect(await facultyApi(async () => 'key').sheet(session)).toBe('<p>Knee</p>');
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('/scenarios/knee/sheet?');
  const query = new URL(asked[0]!, 'http://localhost').searchParams;
  expect(Object.fromEntries(query)).toEqual({ persona_id: 'hana', session_id: 'ses_1' });
});
