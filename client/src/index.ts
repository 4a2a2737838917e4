/** Everything a frontend needs. `api` is generated from the contract. */
export * from './api/index.js';
export {
  configurationOf,
  connectCall,
  exchangeSdp,
  readTranscript,
  relayPartial,
  viva,
  type ConnectedCall,
  type TranscriptForm,
  type Viva,
  type VivaOptions,
} from './viva.js';
export { failureOf, isRetryable, type Failure, type FailureCode } from './problems/failure.js';
export { follow, type Follower, type FollowOptions, type StreamState } from './stream/follow.js';
export { isEvent, type EventOf } from './stream/isEvent.js';
export { openOutbox, type OutboxOptions } from './outbox/open.js';
export { type Outbox, type Pending, type UnansweredListener } from './outbox/outbox.js';
export type { Entry, Kept } from './outbox/store.js';
export { StorageError } from './storage/database.js';
export { lineText } from './text/lineText.js';
export { captionText, patientLine, type PatientLine } from './text/patientLine.js';
export { ServerClock } from './time/serverClock.js';
export { systemClock, type Clock } from './time/clock.js';
