import type { Assessment } from '@viva/client';

/**
 * The assessments of a session as they were read, and what was signed since. What the service answered when it was signed
 * stands, whether or not the list can be read again.
 */
export function withSigned(listed: readonly Assessment[], signed: readonly Assessment[]): Assessment[] {
  const isOlder = (one: Assessment) =>
    one.own && signed.some(({ rubricId, version }) => one.rubricId === rubricId && one.version === version);
  return [...listed.filter((one) => !isOlder(one)), ...signed];
}

/** Of a rater's assessments by one rubric, the signed one of the highest version. */
export function newestSigned(own: readonly Assessment[]): Assessment | undefined {
  return own.filter(({ state }) => state === 'signed').sort((a, b) => b.version - a.version)[0];
}
