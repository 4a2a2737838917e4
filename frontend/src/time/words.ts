/** `12:05`, for a countdown; never negative. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `40 seconds`, `12 minutes`, `1 hour`, `5 hours 52 minutes`, `30 days`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return count(whole, 'second');
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return count(minutes, 'minute');
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours >= 48) return count(Math.round(hours / 24), 'day');
  return rest === 0 ? count(hours, 'hour') : `${count(hours, 'hour')} ${count(rest, 'minute')}`;
}

/** `1 line`, `2 lines`; with verbs for one and for several, `1 line waits`, `2 lines wait`. */
export function count(n: number, noun: string, [one, several]: readonly [string, string] = ['', '']): string {
  const single = n === 1;
  return [n, single ? noun : `${noun}s`, single ? one : several].filter((word) => word !== '').join(' ');
}

/** The day and time on this device, `27 Nov 2026, 10:04`. */
export function dayAndTime(when: Date | number): string {
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(when);
}

/** The zone in which this device tells times, `Central European Standard Time`. */
export function zoneName(when: Date | number): string {
  const parts = new Intl.DateTimeFormat(undefined, { timeZoneName: 'long' }).formatToParts(when);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'local time';
}

/** `at 10:04`; on another day than today also that day, `on 27 Nov 2026, 10:04`. */
export function atTime(when: Date | number, now: number): string {
  const today = new Date(when).toDateString() === new Date(now).toDateString();
  return today ? `at ${timeOfDay(when)}` : `on ${dayAndTime(when)}`;
}

/** The time of day on this device, `10:04`. */
export function timeOfDay(when: Date | number): string {
  return new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(when);
}
