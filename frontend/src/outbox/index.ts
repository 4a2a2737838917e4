/** The outbox: everything of it that a frontend needs. See README.md in this folder. */
export { backoff } from './backoff';
export { pause, systemClock, type Clock } from './clock';
export { codeOfStatus, failureOf, failureOfResponse, passes, retryAfter, type Failure } from './failure';
export { openOutbox, type OutboxOptions } from './open';
export { Outbox, type Pending } from './outbox';
export type { ApiOf } from './relay';
export { OutboxStore, type Entry, type Kept } from './store';
