import {
  follow,
  readTranscript,
  systemClock,
  TranscriptFromJSON,
  type Clock,
  type EventType,
  type Kept,
  type Pending,
  type Transcript,
} from '@viva/client';
import { backoff, within } from '@viva/client/toolkit';
import { troubleOf } from '../api/problems';
import { findDevice, type Found } from '../device/finding';
import type { DeviceSession } from '../device/sessions';
import type { Services } from '../services';
import { judge, type Judgement } from './verdict';

export interface KeptState extends Omit<Found, 'trouble'> {
  readonly transcript?: Transcript;
  readonly judgement?: Judgement;
  readonly pending?: Pending;
  readonly trouble?: Found['trouble'] | undefined;
}

/** How soon a transcript that can still change is read again, whatever the event stream tells. */
const UNTOLD_MS = 5_000;

/** How long this device may take to say what it keeps. */
const DEVICE_WITHIN_MS = 5_000;

const CHANGES = new Set<EventType>(['turn', 'turn_revised', 'ended', 'closed']);

/**
 * Looks at what was kept of a session, and again whenever the log or the outbox changes. What could not be read is read
 * again by itself, after a refusal too: one answer need not be the last.
 */
export class Watching {
  private readonly stops: (() => void)[] = [];
  private reading = false;
  private stale = false;
  private stopped = false;
  private failures = 0;
  /** The service said that nothing can be added any more. */
  private whole = false;
  private cancelRetry = () => {};

  constructor(
    private readonly services: Pick<Services, 'sessions' | 'outbox' | 'sessionApi'>,
    private readonly sessionId: string,
    private readonly set: (change: KeptState) => void,
    private readonly clock: Clock = systemClock,
  ) {}

  async start(): Promise<void> {
    const { services, sessionId } = this;
    const found = await findDevice(services.sessions, sessionId);
    if (this.stopped) return;
    this.set(found);
    const { device } = found;
    if (!device) return;
    this.stops.push(services.outbox.watch((id) => id === sessionId && void this.read(device)));
    services.outbox.retryNow(sessionId);
    const following = follow({
      sessionId,
      grant: device.grant,
      onEvent: ({ type }) => {
        if (CHANGES.has(type)) void this.read(device);
      },
    });
    this.stops.push(() => following.stop());
    await this.read(device);
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry();
    this.stops.forEach((stop) => stop());
  }

  /** One reading at a time; what changed meanwhile asks for one more, not for one each. */
  private async read(device: DeviceSession): Promise<void> {
    this.stale = true;
    if (this.reading) return;
    this.reading = true;
    while (this.stale && !this.stopped) {
      this.stale = false;
      const change = await this.readOnce(device);
      if (this.stopped) break;
      this.set(change);
      this.retry(device, change.trouble);
    }
    this.reading = false;
  }

  /** The event stream may be blocked on its way: until nothing can be added, it is read again without being told. */
  private retry(device: DeviceSession, trouble: KeptState['trouble']): void {
    this.cancelRetry();
    this.failures = trouble ? this.failures + 1 : 0;
    if (!trouble && this.whole) return;
    const wait = trouble ? backoff(this.failures, Math.random, trouble.retryAfterS) : UNTOLD_MS;
    this.cancelRetry = this.clock.after(wait, () => void this.read(device));
  }

  /** Never throws: whatever cannot be read, here or at the service, is told, and takes nothing else with it. */
  private async readOnce({ grant }: DeviceSession): Promise<KeptState> {
    const { services, sessionId } = this;
    const [atService, here] = await Promise.allSettled([
      readTranscript(services.sessionApi(grant), sessionId, 'application/json'),
      this.readHere(),
    ]);
    if (atService.status === 'rejected') return { trouble: await troubleOf(atService.reason) };
    try {
      const transcript = TranscriptFromJSON(JSON.parse(atService.value));
      this.whole = transcript.state === 'closed';
      if (transcript.state !== 'open') void this.noteEnd();
      if (here.status === 'rejected') return { transcript, trouble: await troubleOf(here.reason) };
      const { kept, pending } = here.value;
      const judgement = await judge(transcript, kept, pending.entries);
      return { transcript, judgement, trouble: undefined };
    } catch (error) {
      return { trouble: await troubleOf(error) };
    }
  }

  private async readHere(): Promise<{ pending: Pending; kept: Kept[] }> {
    const { outbox } = this.services;
    const read = async () => {
      const pending = await outbox.pending(this.sessionId);
      if (!this.stopped) this.set({ pending });
      return { pending, kept: await outbox.kept(this.sessionId) };
    };
    return within(this.clock, DEVICE_WITHIN_MS, read());
  }

  private async noteEnd(): Promise<void> {
    try {
      await this.services.sessions.markEnded(this.sessionId, this.clock.now());
    } catch {
      // Only a hint: the service is asked before an encounter is offered again.
    }
  }
}
