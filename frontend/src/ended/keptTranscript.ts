import {
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
import { followSession } from '../api/followSession';
import { troubleOf } from '../api/problems';
import { Ticks } from '../encounter/ticks';
import { tabAttention } from '../faculty/attention';
import type { Attention } from '../faculty/board';
import { findDevice, type Found } from '../device/findDevice';
import type { DeviceSession } from '../device/sessions';
import type { Services } from '../services';
import { checkCompleteness, type CompletenessCheck } from './verdict';

export interface KeptTranscriptState extends Omit<Found, 'trouble'> {
  readonly transcript?: Transcript | undefined;
  readonly completeness?: CompletenessCheck | undefined;
  readonly pending?: Pending;
  readonly trouble?: Found['trouble'] | undefined;
}

/** How often a transcript that can still change is read again, even without an event. */
const REREAD_EVERY_MS = 5_000;

/** How long reading from this device may take. */
const DEVICE_WITHIN_MS = 5_000;

const CHANGES = new Set<EventType>(['turn', 'turn_revised', 'ended', 'closed']);

/**
 * The stored transcript of a session, read again whenever the log or the outbox changes. A failed read is repeated
 * automatically, also after a refusal, which need not be final.
 */
export class KeptTranscript {
  private readonly stops: (() => void)[] = [];
  private reading = false;
  private stale = false;
  private stopped = false;
  private failures = 0;
  /** The session is closed: the transcript cannot change any more. */
  private closed = false;
  /** It was an exam, and faculty have not released it: no reading by itself changes that. */
  private withheld = false;
  private cancelRetry = () => {};

  constructor(
    private readonly services: Pick<
      Services,
      'sessions' | 'elsewhere' | 'serverNow' | 'outbox' | 'sessionApi'
    >,
    private readonly sessionId: string,
    private readonly set: (change: KeptTranscriptState) => void,
    private readonly clock: Clock = systemClock,
    private readonly attention: Attention = tabAttention,
  ) {}

  async start(): Promise<void> {
    const { services, sessionId } = this;
    const found = await findDevice(services.sessions, sessionId, services);
    if (this.stopped) return;
    this.set(found);
    const { device } = found;
    if (!device) return;
    this.stops.push(services.outbox.watch((id) => id === sessionId && void this.read(device)));
    services.outbox.retryNow(sessionId);
    const { clock, attention } = this;
    const following = followSession({
      sessionId,
      grant: device.grant,
      clock,
      onEvent: ({ type }) => {
        if (CHANGES.has(type)) void this.read(device);
      },
    });
    // After a sleep, or when the network is back, the stream may be dead without anybody having said so.
    const wake = () => {
      services.outbox.retryNow(sessionId);
      following.retryNow();
    };
    const ticks = new Ticks({ clock, attention, onTick: () => undefined, onWake: wake });
    const unwatch = attention.watch(() => attention.here() && wake());
    this.stops.push(
      () => following.stop(),
      () => ticks.stop(),
      unwatch,
    );
    await this.read(device);
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry();
    this.stops.forEach((stop) => stop());
  }

  /** One read at a time; several changes meanwhile cause one more read. */
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

  /** A proxy may block the event stream: until the session is closed, read again without waiting for an event. */
  private retry(device: DeviceSession, trouble: KeptTranscriptState['trouble']): void {
    this.cancelRetry();
    this.failures = trouble ? this.failures + 1 : 0;
    if ((!trouble && this.closed) || this.withheld) return;
    const wait = trouble ? backoff(this.failures, Math.random, trouble.retryAfterS) : REREAD_EVERY_MS;
    this.cancelRetry = this.clock.after(wait, () => void this.read(device));
  }

  /** Never throws: a failed read, here or at the service, becomes a trouble and leaves the rest readable. */
  private async readOnce({ grant }: DeviceSession): Promise<KeptTranscriptState> {
    const { services, sessionId } = this;
    const [atService, here] = await Promise.allSettled([
      readTranscript(services.sessionApi(grant), sessionId, 'application/json'),
      this.readHere(),
    ]);
    if (atService.status === 'rejected') {
      const trouble = await troubleOf(atService.reason);
      this.withheld = trouble.code === 'exam_not_released';
      if (!this.withheld) return { trouble };
      void this.noteEnd();
      // What was read before it closed is withheld now, too.
      return { trouble, transcript: undefined, completeness: undefined };
    }
    this.withheld = false;
    try {
      const transcript = TranscriptFromJSON(JSON.parse(atService.value));
      this.closed = transcript.state === 'closed';
      if (transcript.state !== 'open') void this.noteEnd();
      if (here.status === 'rejected') return { transcript, trouble: await troubleOf(here.reason) };
      const { kept, pending } = here.value;
      const completeness = await checkCompleteness(transcript, kept, pending.entries);
      return { transcript, completeness, trouble: undefined };
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
