/** Gives something to the browser as a file to keep. */
export function save(content: string | Blob, type: string, name: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address by the next task.
  setTimeout(() => URL.revokeObjectURL(address));
}

interface Saved {
  readonly code: string;
  readonly sessionId: string;
  readonly startedAt: Date | number;
  /** As they wrote it themselves. */
  readonly participant?: string | undefined;
}

/** What a saved transcript is called: `viva-K1-kim-lee-2026-11-02-ses_4Vb9.txt`. */
export function transcriptName(
  { code, sessionId, startedAt, participant = '' }: Saved,
  ending: string,
): string {
  const day = dayOf(startedAt);
  const parts = ['viva', inFileName(code), inFileName(participant).toLowerCase(), day, sessionId];
  return `${parts.filter((part) => part !== '').join('-')}.${ending}`;
}

/** What the saved scores of a group are called: `viva-scores-PT-2B-2026-11-02.csv`. */
export function exportName(group: string, when: Date | number, ending: string): string {
  const parts = ['viva-scores', inFileName(group), dayOf(when)];
  return `${parts.filter((part) => part !== '').join('-')}.${ending}`;
}

/** What a copy of one's own data is called: `viva-my-data-2026-11-02.json`. */
export function dataName(when: Date | number): string {
  return `viva-my-data-${dayOf(when)}.json`;
}

function dayOf(when: Date | number): string {
  return new Intl.DateTimeFormat('sv', { dateStyle: 'short' }).format(when);
}

const MAX_PART = 40;

/** Letters and digits of any script, and nothing that a file system or a reader could take for something else. */
function inFileName(text: string): string {
  const words = text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...words.join('-')].slice(0, MAX_PART).join('').replace(/-$/, '');
}
