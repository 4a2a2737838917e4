import type { CaseMedia, ExaminationApi } from '@viva/client';
import { createContext } from 'react';
import { troubleOf, type Trouble } from '../api/problems';

export type MediaReader = (mediaId: string) => Promise<CaseMedia>;

/** Opens a card of the encounter that is shown; undefined where none can be opened. `WithMedia` gives it. */
export const OpenMedia = createContext<((mediaId: string) => void) | undefined>(undefined);

const DEADLINE_MS = 15_000;

/** Reads what was shown in one session. */
export function mediaOf(api: Pick<ExaminationApi, 'getMedia'>, sessionId: string): MediaReader {
  return (mediaId) => api.getMedia({ sessionId, mediaId }, { signal: AbortSignal.timeout(DEADLINE_MS) });
}

export interface ReadCard {
  readonly card?: CaseMedia;
  readonly trouble?: Trouble;
}

/** What a card is called, also while there is none. */
export function titleOf({ card, trouble }: ReadCard): string {
  return card?.title ?? (trouble ? 'This cannot be opened' : 'One moment…');
}

/** Until the voice service has reported the words with which the patient showed it; perhaps never, after a broken call. */
const NOT_SHOWN =
  'The service does not know that the patient showed this, so it cannot be opened. If the patient has just spoken, try again in a moment.';

/** Never throws. */
export async function readCard(read: MediaReader, id: string): Promise<ReadCard> {
  try {
    return { card: await read(id) };
  } catch (error) {
    const trouble = await troubleOf(error);
    return { trouble: trouble.status === 404 ? { ...trouble, words: NOT_SHOWN } : trouble };
  }
}
