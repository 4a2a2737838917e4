import {
  follow,
  readTranscript,
  TranscriptFromJSON,
  type EventType,
  type Pending,
  type Transcript,
} from '@viva/client';
import { useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../api/problems';
import type { DeviceSession } from '../device/sessions';
import type { Services } from '../services';
import { judge, type Judgement } from './verdict';

export interface KeptState {
  readonly device?: DeviceSession;
  /** This device has no grant for the session. */
  readonly unknown?: boolean;
  readonly transcript?: Transcript;
  readonly judgement?: Judgement;
  readonly pending?: Pending;
  readonly trouble?: Trouble | undefined;
}

/** What was kept of a session, looked at again whenever the log or the outbox changes until nothing can be added. */
export function useKept(services: Services, sessionId: string) {
  const [state, setState] = useState<KeptState>({});
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    const watching = new Watching(services, sessionId, (change) =>
      setState((now) => ({ ...now, ...change })),
    );
    void watching.start();
    return () => watching.stop();
  }, [services, sessionId, visit]);
  return { ...state, again: () => setVisit(visit + 1) };
}

const CHANGES = new Set<EventType>(['turn', 'turn_revised', 'ended', 'closed']);

class Watching {
  private readonly stops: (() => void)[] = [];
  private reading = false;
  private stale = false;
  private stopped = false;

  constructor(
    private readonly services: Services,
    private readonly sessionId: string,
    private readonly set: (change: KeptState) => void,
  ) {}

  async start(): Promise<void> {
    const { services, sessionId } = this;
    const device = await services.sessions.find(sessionId);
    if (this.stopped) return;
    if (!device) return this.set({ unknown: true });
    this.set({ device });
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
    this.stops.forEach((stop) => stop());
  }

  /** One reading at a time; what changed meanwhile asks for one more, not for one each. */
  private async read(device: DeviceSession): Promise<void> {
    this.stale = true;
    if (this.reading) return;
    this.reading = true;
    while (this.stale && !this.stopped) {
      this.stale = false;
      await this.readOnce(device);
    }
    this.reading = false;
  }

  private async readOnce({ grant }: DeviceSession): Promise<void> {
    const { services, sessionId } = this;
    const pending = await services.outbox.pending(sessionId);
    this.set({ pending });
    try {
      const json = await readTranscript(services.sessionApi(grant), sessionId, 'application/json');
      const transcript = TranscriptFromJSON(JSON.parse(json));
      const judgement = await judge(transcript, await services.outbox.kept(sessionId), pending.entries);
      if (transcript.state !== 'open') await services.sessions.markEnded(sessionId, Date.now());
      if (!this.stopped) this.set({ transcript, judgement, trouble: undefined });
    } catch (error) {
      const trouble = await troubleOf(error);
      if (!this.stopped) this.set({ trouble });
    }
  }
}
