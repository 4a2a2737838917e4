import type { Exam } from '@viva/client';
import { dayAndTime, timeOfDay, zoneName } from '../time/words';

type Window = Pick<Exam, 'opensAt' | 'closesAt'>;

export type Standing = 'early' | 'open' | 'over';

/** @param now by the service's clock */
export function standingOf({ opensAt, closesAt }: Window, now: number): Standing {
  if (now < opensAt.getTime()) return 'early';
  return now < closesAt.getTime() ? 'open' : 'over';
}

/** `2 Nov 2026, 10:00 to 13:00 (Central European Standard Time)`: in the zone of this device, which is said. */
export function windowWords({ opensAt, closesAt }: Window): string {
  const oneDay = opensAt.toDateString() === closesAt.toDateString();
  const until = oneDay ? timeOfDay(closesAt) : dayAndTime(closesAt);
  const zones = [...new Set([zoneName(opensAt), zoneName(closesAt)])].join(', later ');
  return `${dayAndTime(opensAt)} to ${until} (${zones})`;
}

/** How long a timer waits at most: a longer one would go off at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** How long until an exam opens or closes; undefined when nothing changes any more. */
export function changesIn({ opensAt, closesAt }: Window, now: number): number | undefined {
  const next = [opensAt, closesAt].map((at) => at.getTime()).find((at) => at > now);
  return next === undefined ? undefined : Math.min(next - now, MAX_TIMER_MS);
}
