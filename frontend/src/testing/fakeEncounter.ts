import {
  type EndSummary,
  follow,
  type Phase,
  type SayReceipt,
  type Session,
  type SessionEvent,
  type Transcript,
  type Turn,
} from '@viva/client';
import { Outbox, type OutboxStore } from '@viva/client/toolkit';
import { FakeBus, FakeLocks, FakeRelay, FakeStreams, settle } from '@viva/client/testing';
import { VoiceCall, type VoiceCallPorts } from '../call/voiceCall';
import type { DeviceSession } from '../device/sessions';
import { EncounterController } from '../encounter/encounterController';
import type { Voices } from '../encounter/encounterParts';
import { shownLines } from '../encounter/shown';
import { FakeCallPorts } from './fakeCall';
import { FakeAttention } from './fakeFaculty';

export const SESSION_ID = 'ses_1';

/** An encounter on fakes alone, with controls for them. */
export class FakeEncounter {
  readonly ports = new FakeCallPorts();
  readonly relay = new FakeRelay();
  readonly streams = new FakeStreams();
  readonly attention = new FakeAttention();
  readonly outbox: Outbox;
  readonly controller: EncounterController;
  /** What the next tries to end the session throw, one each. */
  readonly endFaults: Error[] = [];
  /** What the next tries to note the end on the device throw. */
  readonly noteFaults: Error[] = [];
  /** The items stored at each end of the session. */
  readonly storedAtEnd: string[][] = [];
  /** What the service has stored, by a plain request. */
  turns: Turn[] = [];
  examinations: SessionEvent[] = [];
  /** The service: its state of the session, the error it answers with, and what it waits for. */
  sessionState: Session['state'] = 'open';
  phase: Phase = 'subjective';
  /** The last sequence number that was used. */
  lastSeq = 0;
  readFault: Error | undefined;
  /** How often the session was asked for by a plain request. */
  reads = 0;
  /** What a plain request for the lines is answered with. */
  linesFault: Error | undefined;
  silence: Promise<void> | undefined;
  /** The phases that the service was asked to begin, and what it waits for before it does. */
  readonly advances: Phase[] = [];
  advancing: Promise<void> | undefined;
  /** The lines for whose answer the service was asked again, and what it does then. */
  readonly askedAgain: string[] = [];
  answerAgain: () => Promise<Pick<SayReceipt, 'answered'>> = async () => ({ answered: false });
  /** What a plain request for the lines waits for. */
  reading: Promise<void> | undefined;
  /** What the service offers as voice. */
  voices: () => Promise<Voices> = async () => ({ simulated: true });
  /** How far the service's clock is ahead of this device's. */
  skew = 0;
  /** How often the device noted that the session is over. */
  notedEnds = 0;
  lockTaken = false;
  loseLock: () => void = () => undefined;
  private isOnline = true;
  private networkChanged: () => void = () => undefined;
  private items = 0;

  constructor(readonly store: OutboxStore) {
    const { clock, random } = this.ports;
    const bus = new FakeBus().tab();
    this.outbox = new Outbox({ store, relay: this.relay, locks: new FakeLocks(), bus, clock, random });
    this.controller = new EncounterController({
      device: { sessionId: SESSION_ID, personaName: 'Hana Suzuki', deadlineAt: 0 } as DeviceSession,
      followOnly: false,
      api: {
        session: () => this.readSession(),
        transcript: () => this.readTranscript(),
        advance: (phase) => this.advance(phase),
        end: () => this.end(),
        voices: () => this.voices(),
        askAgain: async (itemId, text, latestCall) => {
          this.askedAgain.push(`${itemId} ${text}`);
          this.relay.knew.push(latestCall);
          return (await this.answerAgain()) as SayReceipt;
        },
      },
      outbox: this.outbox,
      tabLock: {
        take: async (_id, steal, onLost) => {
          this.loseLock = onLost;
          return this.lockTaken && !steal ? undefined : () => undefined;
        },
      },
      voiceCall: (listener, serverNow) => new VoiceCall(this.voiceCallPorts(serverNow), listener),
      follow: (on) =>
        follow({ ...on, sessionId: SESSION_ID, grant: 'g', clock, random, fetch: this.streams.fetch }),
      attention: this.attention,
      network: { online: () => this.isOnline, watch: (listener) => this.watchNetwork(listener) },
      markEnded: () => this.note(),
      clock,
      skew: () => this.skew,
    });
  }

  get state() {
    return this.controller.store.get();
  }

  get shown(): string[] {
    return shownLines(this.state.conversation).map((l) => `${l.role} ${l.text}: ${l.state}`);
  }

  /** Ends it, and lets the time pass in which its last words may be saved. */
  async endByStudent(): Promise<void> {
    const ended = this.controller.end();
    await settle();
    await this.ports.clock.move(3_000);
    await this.ports.clock.move(3_000);
    await ended;
  }

  async startAndConnect(): Promise<void> {
    await this.controller.start();
    await this.controller.connect('text');
    this.ports.peer.handlers.onOpen();
  }

  /** The voice service confirms a typed line. */
  confirm(id: string, text: string): void {
    const item = { id, type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
    this.ports.peer.receive({ type: 'conversation.item.added', item });
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
    this.storedAtEnd.push(this.relay.rows.map((row) => row.itemId));
    return {} as EndSummary;
  }

  private async note(): Promise<void> {
    const fault = this.noteFaults.shift();
    if (fault) throw fault;
    this.notedEnds += 1;
  }

  private async readSession(): Promise<Session> {
    this.reads += 1;
    await this.silence;
    if (this.readFault) throw this.readFault;
    return this.session();
  }

  private async readTranscript(): Promise<Transcript> {
    await this.reading;
    if (this.linesFault) throw this.linesFault;
    const { turns, examinations } = this;
    return { sessionId: SESSION_ID, turns, examinations } as unknown as Transcript;
  }

  private async advance(phase: Phase): Promise<Session> {
    this.advances.push(phase);
    await this.advancing;
    this.phase = phase;
    return this.session();
  }

  private session(): Session {
    const now = this.ports.clock.now() + this.skew;
    const times = { createdAt: new Date(now), deadlineAt: new Date(now + 1_800_000) };
    return {
      sessionId: SESSION_ID,
      state: this.sessionState,
      phase: this.phase,
      ...times,
      transcript: { durationS: 0, lastSeq: this.lastSeq },
    } as Session;
  }

  private voiceCallPorts(serverNow: () => number): VoiceCallPorts {
    const { ports } = this;
    return {
      clock: ports.clock,
      random: ports.random,
      serverNow,
      mint: () => ports.mint(),
      exchange: (offer, token) => ports.exchange(offer, token),
      openMicrophone: (deviceId) => ports.openMicrophone(deviceId),
      watchDevices: (listener) => ports.watchDevices(listener),
      openPeer: (microphone, handlers) => ports.openPeer(microphone, handlers),
      relayPartial: async () => ({ pauseMs: 0 }),
      newItemId: () => `item_${++this.items}`,
    };
  }
}
