import {
  backoff,
  follow,
  readTranscript,
  systemClock,
  TranscriptFromJSON,
  type EventType,
  type Pending,
  type Transcript,
} from '@viva/client';
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
  private cancelRetry = () => {};

  constructor(
    private readonly services: Pick<Services, 'sessions' | 'outbox' | 'sessionApi'>,
    private readonly sessionId: string,
    private readonly set: (change: KeptState) => void,
  ) {}

  async start(): Promise<void> {
    const { services, sessionId } = this;
    const found = await findDevice(services.sessions, sessionId);
    if (this.stopped) return;
    this.set(found);
    const { device } = found;
    if (!device) return;
    this.stops.push(services.outbox.watch((id) => id === sessionId && void this.read(device)));
    services.outbox.kick(sessionId, true);
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

  private retry(device: DeviceSession, trouble: KeptState['trouble']): void {
    this.cancelRetry();
    this.failures = trouble ? this.failures + 1 : 0;
    if (!trouble) return;
    const wait = backoff(this.failures, Math.random, trouble.retryAfterS);
    this.cancelRetry = systemClock.after(wait, () => void this.read(device));
  }

  /** Never throws: whatever cannot be read, here or at the service, is told. */
  private async readOnce({ grant }: DeviceSession): Promise<KeptState> {
    const { services, sessionId } = this;
    try {
      const pending = await services.outbox.pending(sessionId);
      if (!this.stopped) this.set({ pending });
      const json = await readTranscript(services.sessionApi(grant), sessionId, 'application/json');
      const transcript = TranscriptFromJSON(JSON.parse(json));
      const judgement = await judge(transcript, await services.outbox.kept(sessionId), pending.entries);
      if (transcript.state !== 'open') await services.sessions.markEnded(sessionId, Date.now());
      return { transcript, judgement, trouble: undefined };
    } catch (error) {
      return { trouble: await troubleOf(error) };
    }
  }
}
