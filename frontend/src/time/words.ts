/** `12:05`, for a countdown; never negative. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `12 minutes`, `1 minute`, `40 seconds`. */
export function duration(seconds: number): string {
  if (seconds < 60) return count(Math.max(0, Math.round(seconds)), 'second');
  return count(Math.round(seconds / 60), 'minute');
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** The time of day on this device, `10:04`. */
export function timeOfDay(when: Date | number): string {
  return new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(when);
}
