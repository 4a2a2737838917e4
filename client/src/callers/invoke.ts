/**
 * Calls a listener of the frontend. Its exception is reported as uncaught and stops nothing here.
 */
export function invoke<T extends unknown[]>(to: (...what: T) => void, ...what: T): void {
  try {
    to(...what);
  } catch (error) {
    report(error);
  }
}

/** Without `reportError` (Node), the error is thrown outside of any caller, which makes it uncaught. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') return reportError(error);
  queueMicrotask(() => {
    throw error;
  });
}
