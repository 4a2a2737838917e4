import { timeOfDay } from './words';

/** A moment, as `10:04` on this device. */
export function TimeOfDay({ at }: { at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{timeOfDay(at)}</time>;
}
