import { systemClock, type Clock } from './clock.js';

/** `Date` has whole seconds. */
const RESOLUTION_MS = 1000;

/**
 * The service's clock, read from its answers: a device's own clock may be wrong by minutes or years. Pass its `fetch` to
 * `viva`, compare the service's instants with its `now()`, and pass the same `now` to the outbox for the times of lines.
 */
export class ServerClock {
  private ahead: number | undefined;
  /** What the answers so far leave possible. */
  private bounds = { least: -Infinity, most: Infinity };

  constructor(
    private readonly device: Pick<Clock, 'now'> = systemClock,
    private readonly ask: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init),
  ) {}

  /** Whether an answer has set the clock yet. Until then `now()` is the device's. */
  get known(): boolean {
    return this.ahead !== undefined;
  }

  /** How far the service's clock is ahead of the device's, in milliseconds; 0 while it is not known. */
  get offset(): number {
    return this.ahead ?? 0;
  }

  /**
   * Milliseconds since 1970 by the service's clock. After one answer, exact to about a second more than it took to come;
   * later answers narrow that.
   */
  readonly now = (): number => this.device.now() + this.offset;

  /** The browser's own, and reads the time in each answer. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const sent = this.device.now();
    const response = await this.ask(input, init);
    this.read(response.headers, sent, this.device.now());
    return response;
  };

  /**
   * The service stamped its answer between the two moments, which bounds the offset, beside what earlier answers say. Where
   * they contradict each other, a clock was set, and the last one counts. A known offset within the bounds stays, and so
   * does a device's clock that may be right. A cached answer may carry an old time and is ignored.
   */
  private read(headers: Headers, sent: number, received: number): void {
    const date = Date.parse(headers.get('Date') ?? '');
    const fresh = headers.get('Cache-Control')?.includes('no-store') ?? false;
    if (!fresh || Number.isNaN(date) || received < sent) return;
    const answered = { least: date - received, most: date + RESOLUTION_MS - sent };
    const both = {
      least: Math.max(this.bounds.least, answered.least),
      most: Math.min(this.bounds.most, answered.most),
    };
    this.bounds = both.least <= both.most ? both : answered;
    const { least, most } = this.bounds;
    if (this.offset < least || this.offset > most) this.ahead = Math.round((least + most) / 2);
    else this.ahead = this.offset;
  }
}
