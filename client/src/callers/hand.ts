/**
 * Hands something to whoever uses this package. What they throw is theirs: it is reported as any error that nobody
 * caught, and stops nothing here.
 */
export function hand<T extends unknown[]>(to: (...what: T) => void, ...what: T): void {
  try {
    to(...what);
  } catch (error) {
    report(error);
  }
}

/** Where there is no `reportError` (Node), an error that nobody caught is one thrown outside everything. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') return reportError(error);
  queueMicrotask(() => {
    throw error;
  });
}
