import { type EndSummary, follow, type Phase, type Session, type Transcript, type Turn } from '@viva/client';
import { Outbox, type OutboxStore } from '@viva/client/toolkit';
import { FakeBus, FakeLocks, FakeRelay, FakeStreams } from '@viva/client/testing';
import { Talk, type TalkPorts } from '../call/talk';
import type { DeviceSession } from '../device/sessions';
import { Room } from '../encounter/room';
import { shownLines } from '../encounter/shown';
import { FakeWorld } from './fakeCall';

export const SESSION_ID = 'ses_1';

/** A room on fakes alone, and the strings to pull on them. */
export class FakeHouse {
  readonly world = new FakeWorld();
  readonly relay = new FakeRelay();
  readonly streams = new FakeStreams();
  readonly outbox: Outbox;
  readonly room: Room;
  /** What the next tries to end the session throw, one each. */
  readonly endFaults: Error[] = [];
  /** The same for the device's note of it. */
  readonly noteFaults: Error[] = [];
  /** The items that were stored when the session was ended, each time. */
  readonly atEnd: string[][] = [];
  /** What the service has stored, by a plain request. */
  turns: Turn[] = [];
  /** How the service stands: what it says of the session, what it answers requests with, and when. */
  sessionState: Session['state'] = 'open';
  readFault: Error | undefined;
  silence: Promise<void> | undefined;
  /** How far the service's clock is ahead of this device's. */
  skew = 0;
  /** How often the device noted that the session is over. */
  endings = 0;
  seatTaken = false;
  loseSeat: () => void = () => undefined;
  private isOnline = true;
  private networkChanged: () => void = () => undefined;
  private items = 0;

  constructor(readonly store: OutboxStore) {
    const { clock, random } = this.world;
    const bus = new FakeBus().tab();
    this.outbox = new Outbox({ store, relay: this.relay, locks: new FakeLocks(), bus, clock, random });
    this.room = new Room({
      device: { sessionId: SESSION_ID, personaName: 'Hana Suzuki', deadlineAt: 0 } as DeviceSession,
      followOnly: false,
      api: {
        session: () => this.read(),
        transcript: async () => ({ turns: this.turns }) as unknown as Transcript,
        advance: async (phase) => this.session(phase),
        end: () => this.end(),
      },
      outbox: this.outbox,
      hold: {
        take: async (_id, steal, onLost) => {
          this.loseSeat = onLost;
          return this.seatTaken && !steal ? undefined : () => undefined;
        },
      },
      talk: (listener, serverNow) => new Talk(this.talkPorts(serverNow), listener),
      follow: (on) =>
        follow({ ...on, sessionId: SESSION_ID, grant: 'g', clock, random, fetch: this.streams.fetch }),
      network: { online: () => this.isOnline, watch: (listener) => this.watchNetwork(listener) },
      ended: () => this.note(),
      clock,
      skew: () => this.skew,
    });
  }

  get state() {
    return this.room.store.get();
  }

  get shown(): string[] {
    return shownLines(this.state.conversation).map((l) => `${l.role} ${l.text}: ${l.state}`);
  }

  async enterAndConnect(): Promise<void> {
    await this.room.enter();
    await this.room.connect('text');
    this.world.peer.handlers.onOpen();
  }

  /** The voice service confirms a typed line. */
  confirm(id: string, text: string): void {
    const item = { id, type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
    this.world.peer.hear({ type: 'conversation.item.added', item });
  }

  network(online: boolean): void {
    this.isOnline = online;
    this.networkChanged();
  }

  private watchNetwork(listener: () => void): () => void {
    this.networkChanged = listener;
    return () => undefined;
  }

  private async end(): Promise<EndSummary> {
    const fault = this.endFaults.shift();
    if (fault) throw fault;
    this.atEnd.push(this.relay.rows.map((row) => row.itemId));
    return {} as EndSummary;
  }

  private async note(): Promise<void> {
    const fault = this.noteFaults.shift();
    if (fault) throw fault;
    this.endings += 1;
  }

  private async read(): Promise<Session> {
    await this.silence;
    if (this.readFault) throw this.readFault;
    return this.session();
  }

  private session(phase: Phase = 'subjective'): Session {
    const now = this.world.clock.now() + this.skew;
    const times = { createdAt: new Date(now), deadlineAt: new Date(now + 1_800_000) };
    return {
      sessionId: SESSION_ID,
      state: this.sessionState,
      phase,
      ...times,
      transcript: { durationS: 0 },
    } as Session;
  }

  private talkPorts(serverNow: () => number): TalkPorts {
    const { world } = this;
    return {
      clock: world.clock,
      random: world.random,
      serverNow,
      mint: () => world.mint(),
      exchange: (offer, token) => world.exchange(offer, token),
      openMicrophone: () => world.openMicrophone(),
      watchDevices: (listener) => world.watchDevices(listener),
      openPeer: (microphone, handlers) => world.openPeer(microphone, handlers),
      relayPartial: async () => ({ pauseMs: 0 }),
      newItemId: () => `item_${++this.items}`,
    };
  }
}
