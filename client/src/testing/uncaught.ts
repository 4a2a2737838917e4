/** Collects what is reported as uncaught while a test runs; `restore` gives the runtime its own way back. */
export function collectUncaught(): { readonly errors: unknown[]; restore(): void } {
  const errors: unknown[] = [];
  const own = globalThis.reportError;
  globalThis.reportError = (error) => void errors.push(error);
  return { errors, restore: () => (globalThis.reportError = own) };
}
