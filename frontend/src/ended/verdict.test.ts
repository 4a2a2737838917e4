import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Entry, Transcript, Turn } from '@viva/client';
import { checkCompleteness } from './verdict';

const at = (second: number) => new Date(Date.UTC(2026, 10, 2, 10, 4, second));
const turn = (seq: number, itemId: string, text: string, more: Partial<Turn> = {}): Turn => ({
  seq,
  itemId,
  role: seq % 2 ? 'student' : 'patient',
  text,
  source: 'client',
  late: false,
  createdAt: at(seq),
  ...more,
});

/** The contract's rule, written a second time and without the page's code. */
function digest(turns: Turn[]): string {
  const hash = createHash('sha256');
  for (const t of turns) hash.update(`${t.itemId}\n${t.role}\n${Buffer.byteLength(t.text)}\n${t.text}\n`);
  return hash.digest('hex');
}

const TURNS = [turn(1, 'a', 'Grüß Gott'), turn(2, 'b', 'It is my knee 🦵', { previousItemId: 'a' })];

function transcript(more: Partial<Transcript> = {}): Transcript {
  return {
    sessionId: 'ses_1',
    scenarioTitle: 'Knee',
    personaName: 'Hana',
    state: 'closed',
    createdAt: at(0),
    lastSeq: 4,
    turnCount: 2,
    digest: digest(TURNS),
    durationS: 60,
    complete: true,
    turns: TURNS,
    ...more,
  };
}

const kept = (itemId: string) => ({ sessionId: 'ses_1', itemId, seq: 1 });

describe('the verdict on a transcript', () => {
  it('is complete when count, digest and this device’s own lines agree', async () => {
    expect(await checkCompleteness(transcript(), [kept('a'), kept('b')], [])).toMatchObject({
      verdict: 'complete',
      missing: 0,
    });
  });

  it('does not depend on the order in which the turns come', async () => {
    expect((await checkCompleteness(transcript({ turns: [...TURNS].reverse() }), [], [])).verdict).toBe(
      'complete',
    );
  });

  it('differs when a word was changed on the way', async () => {
    const turns = [TURNS[0]!, { ...TURNS[1]!, text: 'It is my toe' }];
    expect((await checkCompleteness(transcript({ turns }), [], [])).verdict).toBe('differs');
  });

  it('differs when the count is not that of the turns', async () => {
    expect((await checkCompleteness(transcript({ turnCount: 3 }), [], [])).verdict).toBe('differs');
  });

  it('reports a line that the service acknowledged and no longer has', async () => {
    expect(await checkCompleteness(transcript(), [kept('a'), kept('z')], [])).toMatchObject({
      verdict: 'missing',
      missing: 1,
    });
  });

  it('is never complete while a line waits here', async () => {
    expect((await checkCompleteness(transcript(), [], [{} as Entry])).verdict).toBe('waiting');
  });

  it('is settling until the session is closed, and open before its end', async () => {
    expect((await checkCompleteness(transcript({ state: 'ended', complete: false }), [], [])).verdict).toBe(
      'settling',
    );
    expect((await checkCompleteness(transcript({ state: 'open', complete: false }), [], [])).verdict).toBe(
      'open',
    );
  });
});
