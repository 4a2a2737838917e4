import type { CaseMedia } from '@viva/client';
import { createContext } from 'react';
import { troubleOf, type Trouble } from '../api/problems';

export type MediaReader = (mediaId: string) => Promise<CaseMedia>;

/** Opens a card of the encounter that is shown: beside the conversation, where no addition to the log announces it. */
export const OpenMedia = createContext<(mediaId: string) => void>(() => undefined);

export interface ReadCard {
  readonly card?: CaseMedia;
  readonly trouble?: Trouble;
}

/** Never throws. */
export async function readCard(read: MediaReader, id: string): Promise<ReadCard> {
  try {
    return { card: await read(id) };
  } catch (error) {
    return { trouble: await troubleOf(error) };
  }
}
