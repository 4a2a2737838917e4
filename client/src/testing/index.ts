/** Stand-ins for the tests of a frontend: a clock that is moved by hand, a service, a stream. */
export { FakeClock, settle } from './fakeClock.js';
export { FakeBus, FakeLocks, FakeRelay, later, type Fault } from './fakeRelay.js';
export { FakeStreams } from './fakeStream.js';
