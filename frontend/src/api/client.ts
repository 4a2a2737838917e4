import { viva, type Viva } from '@viva/client';

/** What needs no grant: the cases to choose from, and starting an encounter. The service is the one that served the page. */
export const openApi: Pick<Viva, 'cases' | 'sessions'> = viva();

/** The operations of one session. */
export type SessionApi = Pick<Viva, 'sessions' | 'voice' | 'transcript'>;

export function sessionApi(grant: string): SessionApi {
  return viva({ grant });
}
