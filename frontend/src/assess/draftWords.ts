import type { DraftState } from './draft';

export function savingWords(saving: DraftState['saving'], recovered = false): string {
  if (recovered)
    return 'This tab had kept changes that were not saved. They are here again, and are being saved.';
  switch (saving) {
    case 'new':
      return 'Not begun yet. What you choose is saved as you go.';
    case 'saved':
      return 'Draft saved.';
    case 'changed':
    case 'saving':
      return 'Saving…';
    case 'failed':
      return 'Not saved. This tab keeps what you chose.';
  }
}

export function lackWords(lacking: number, all: number): string {
  if (lacking === 0) return `All ${all} criteria are ready to sign.`;
  return lacking === 1
    ? '1 criterion is not ready to sign.'
    : `${lacking} of ${all} criteria are not ready to sign.`;
}
