import type { Clock } from '@viva/client';
import type { Attention } from '../faculty/board';
import type { Read } from '../faculty/useRead';

const AGAIN_MS = 15_000;

/**
 * Reads again each 15 seconds while somebody looks; answers what stops it. A read that is under way is left to end, which
 * may take as long: replaced by the next one, it could not say that the service hangs.
 */
export function readAgain(
  clock: Clock,
  attention: Pick<Attention, 'here'>,
  read: () => Pick<Read<unknown>, 'reading' | 'again'>,
): () => void {
  const next = () =>
    clock.after(AGAIN_MS, () => {
      const { reading, again } = read();
      if (attention.here() && !reading) again();
      cancel = next();
    });
  let cancel = next();
  return () => cancel();
}
