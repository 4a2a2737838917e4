import { ServerClock, viva, type Viva } from '@viva/client';

/** The service's clock: every instant of the service is compared with it, for the device's may be wrong. */
export const serverClock = new ServerClock();
const { fetch } = serverClock;

/** What needs no grant: the cases to choose from, the voices, and starting an encounter. The service is the one that served the page. */
export const openApi: Pick<Viva, 'cases' | 'catalogues' | 'sessions' | 'voice'> = viva({ fetch });

/** The operations of one session. */
export type SessionApi = Pick<Viva, 'sessions' | 'voice' | 'typed' | 'examination' | 'transcript'>;

export function sessionApi(grant: string): SessionApi {
  return viva({ grant, fetch });
}
