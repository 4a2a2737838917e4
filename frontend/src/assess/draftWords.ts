import type { DraftState } from './draft';
import type { Kept } from './keptDraft';

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

/** What this tab keeps beside the version that is signed. */
export function keptWords(kept: Pick<Kept, 'version'>, signed: number): string {
  return kept.version > signed
    ? 'This tab keeps a new version that was not saved. Begin a new version to go on with it.'
    : 'You signed this in another tab or on another device. This tab still has your later choices. Begin a new version to use them.';
}

export function lackWords(lacking: number, all: number): string {
  if (lacking === 0) return `All ${all} criteria are ready to sign.`;
  return lacking === 1
    ? '1 criterion is not ready to sign.'
    : `${lacking} of ${all} criteria are not ready to sign.`;
}
