import type { Clock } from './clock.js';

/** A promise did not settle in time. `failureOf` recognizes it as a timeout by its name. */
export class LateError extends Error {
  override readonly name = 'TimeoutError';

  constructor(ms: number) {
    super(`No answer within ${ms} ms`);
  }
}

/**
 * Puts a deadline on a promise that has none of its own: rejects with a `LateError` after `ms`. What is promised comes
 * to `onLate` when it comes after all, so that it can be given back.
 */
export function within<T>(
  clock: Clock,
  ms: number,
  promise: PromiseLike<T>,
  onLate: (value: T) => void = () => undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let late = false;
    const cancel = clock.after(ms, () => {
      late = true;
      reject(new LateError(ms));
    });
    promise.then(
      (value) => {
        cancel();
        if (late) onLate(value);
        else resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

/** Ends the wait for a promise that knows no signal: rejects with the signal's reason when it aborts. */
export function unlessAborted<T>(signal: AbortSignal, promise: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject);
  });
}
