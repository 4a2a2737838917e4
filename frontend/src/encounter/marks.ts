import type { Turn } from '@viva/client';

/** What a reader should know of a line beside its words; the printed transcript says the same. */
export function marksOf({ interrupted, revised, unconfirmed, late }: Turn): string[] {
  return [
    ...(interrupted ? ['Interrupted'] : []),
    ...(revised ? ['Words corrected'] : []),
    ...(unconfirmed ? ['Not confirmed by the voice service'] : []),
    ...(late ? ['Arrived after the end'] : []),
  ];
}
