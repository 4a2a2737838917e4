import type { Clock } from '@viva/client';
import type { Trouble } from '../api/problems';
import type { Attention } from '../faculty/board';
import type { Read } from '../faculty/useRead';

const AGAIN_MS = 15_000;

/**
 * Reads again each 15 seconds while somebody looks; answers what stops it. A read that is under way is left to end, which
 * may take as long: replaced by the next one, it could not say that the service hangs. A pause that the service asked for
 * is kept, counted from when it is seen here.
 */
export function readAgain(
  clock: Clock,
  attention: Pick<Attention, 'here'>,
  read: () => Pick<Read<unknown>, 'reading' | 'again' | 'trouble'>,
): () => void {
  let seen: Trouble | undefined;
  let until = -Infinity;
  const next = () =>
    clock.after(AGAIN_MS, () => {
      const { reading, again, trouble } = read();
      const asked = (trouble?.retryAfterS ?? 0) * 1000;
      if (trouble !== seen) until = clock.now() + asked;
      seen = trouble;
      const left = until - clock.now();
      // More than was asked for: the device's clock was set back.
      if (attention.here() && !reading && (left <= 0 || left > asked)) again();
      cancel = next();
    });
  let cancel = next();
  return () => cancel();
}
