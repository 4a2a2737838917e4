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

/** Whether it has opened and was read before that: only then the service shows its case. */
export function isCaseMissing(
  { scenarioId }: Pick<Exam, 'scenarioId'>,
  standing: Standing | undefined,
): boolean {
  return standing === 'open' && !scenarioId;
}

/** Whether a student can begin it now, if they have not. A release ends nothing: it is for those who have taken it. */
export function canBegin({ scenarioId }: Pick<Exam, 'scenarioId'>, standing: Standing | undefined): boolean {
  return standing === 'open' && scenarioId !== undefined;
}

/** @param failed whether it could not be read just now */
export function standingWords(exam: Exam, standing: Standing, failed: boolean): string {
  if (exam.releasedAt && standing === 'over') return RELEASED;
  const words = !isCaseMissing(exam, standing) ? STANDING[standing] : failed ? UNREAD : OPENING;
  return exam.releasedAt && standing === 'open' ? `${words} ${RELEASED_EARLY}` : words;
}

const STANDING: Record<Standing, string> = {
  early:
    'It is not open yet. This page shows the case and the patient when it opens, by itself: you can stay here and check your connection.',
  open: 'It is open now. You have one attempt, and it begins when you press the button below.',
  over: 'It is over, and nobody can begin it any more. If you missed it, talk to your teacher.',
};

const OPENING = 'It is open now. The case and the patient appear here in a moment.';

const UNREAD =
  'It is open now, but its case could not be read yet. This page tries again by itself: stay here.';

const RELEASED_EARLY = 'If you have taken it, the results are there: you find them under “My encounters”.';

const RELEASED =
  'The results are there. You find them under “My encounters”: under your login, or on the device where you took the exam, as long as it has access.';
