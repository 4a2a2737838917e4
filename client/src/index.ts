/** Everything that a frontend needs. What stands in `api` is generated from the contract. */
export * from './api/index.js';
export {
  exchangeSdp,
  readTranscript,
  relayPartial,
  viva,
  type TranscriptForm,
  type Viva,
  type VivaOptions,
} from './viva.js';
export {
  codeOfStatus,
  failureOf,
  failureOfResponse,
  passes,
  retryAfter,
  type Failure,
  type FailureCode,
} from './problems/failure.js';
export { Doubt, isOutOfReach } from './problems/doubt.js';
export { follow, type Follower, type FollowOptions, type StreamState } from './stream/follow.js';
export { openOutbox, type OutboxOptions } from './outbox/open.js';
export { Outbox, type OutboxParts, type Pending } from './outbox/outbox.js';
export type { ApiOf, TypedApiOf, LineOutcome, Outcome, Relay } from './outbox/relay.js';
export type { Bus, Locks } from './outbox/locks.js';
export { OutboxStore, type Entry, type Kept } from './outbox/store.js';
export { BrowserDatabase, StorageError, type Upgrade } from './storage/database.js';
export { backoff } from './time/backoff.js';
export { lineText } from './text/lineText.js';
export { ServerClock } from './time/serverClock.js';
export { pause, systemClock, type Clock } from './time/clock.js';
export { LateError, within } from './time/within.js';
