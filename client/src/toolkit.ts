/**
 * The parts that the client itself is built from, for a frontend that needs the same. Unlike the main entry point, they
 * may change with any version.
 */
export { codeOfStatus, retryAfter } from './problems/failure.js';
export { RepeatedRefusals, isSessionDenied } from './problems/repeatedRefusals.js';
export { Outbox, type OutboxParts } from './outbox/outbox.js';
export { OutboxStore } from './outbox/store.js';
export { BrowserDatabase } from './storage/database.js';
export { backoff } from './time/backoff.js';
export { pause } from './time/clock.js';
export { LateError, within } from './time/within.js';
