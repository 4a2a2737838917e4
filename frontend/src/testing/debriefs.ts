import type { Debrief, DebriefItem, Evidence } from '@viva/client';

export function quote(itemId: string, words: string, more: Partial<Evidence> = {}): Evidence {
  return { itemId, role: 'patient', quote: words, start: 0, end: words.length, ...more };
}

export function item(id: string, more: Partial<DebriefItem> = {}): DebriefItem {
  const kind = id.slice(0, id.indexOf('/')) as DebriefItem['kind'];
  return {
    id,
    kind,
    title: id,
    result: 'met',
    basis: 'disclosure',
    evidence: [quote('p1', 'Yes.')],
    ...more,
  };
}

export function debriefOf(items: DebriefItem[], more: Partial<Debrief> = {}): Debrief {
  return {
    sessionId: 'ses_1',
    transcriptDigest: 'a',
    caseDigest: 'b',
    rules: '2026.12',
    rulesDigest: 'c',
    complete: true,
    answers: true,
    items,
    measures: [],
    limits: [],
    ...more,
  };
}
