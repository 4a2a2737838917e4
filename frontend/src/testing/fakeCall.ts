import { ResponseError, type VoiceToken } from '@viva/client';
import { FakeClock } from '@viva/client/testing';
import type { CallPorts, Exchanged, Microphone, MicrophoneHealth, Peer, PeerHandlers } from '../call/ports';

export class FakeMicrophone implements Microphone {
  muted = false;
  stopped = false;
  private listener: (health: MicrophoneHealth) => void = () => undefined;

  constructor(private readonly loudness: number) {}

  level = () => this.loudness;
  peak = () => this.loudness;
  setMuted(muted: boolean): void {
    this.muted = muted;
  }
  onHealth(listener: (health: MicrophoneHealth) => void): void {
    this.listener = listener;
  }
  become(health: MicrophoneHealth): void {
    this.listener(health);
  }
  stop(): void {
    this.stopped = true;
  }
}

export class FakePeer implements Peer {
  readonly offer = 'v=0\r\n';
  readonly sent: Record<string, unknown>[] = [];
  answer: string | undefined;
  closed = false;
  /** Microphones that replaced the first. */
  readonly microphones: Microphone[] = [];

  constructor(
    readonly handlers: PeerHandlers,
    /** What it began with. */
    readonly given?: Microphone,
  ) {}

  async accept(answer: string): Promise<void> {
    this.answer = answer;
  }
  send(event: object): boolean {
    if (this.closed) return false;
    this.sent.push(event as Record<string, unknown>);
    return true;
  }
  async replaceMicrophone(microphone: Microphone): Promise<void> {
    this.microphones.push(microphone);
  }
  close(): void {
    this.closed = true;
  }
  receive(event: object): void {
    this.handlers.onMessage(JSON.stringify(event));
  }
}

/** The environment of a call: everything succeeds unless a fault is queued. */
export class FakeCallPorts implements CallPorts {
  readonly clock = new FakeClock();
  readonly random = () => 0.5;
  readonly peers: FakePeer[] = [];
  readonly microphones: FakeMicrophone[] = [];
  readonly faults: { mint: unknown[]; exchange: unknown[]; microphone: unknown[] } = {
    mint: [],
    exchange: [],
    microphone: [],
  };
  mints = 0;
  /** A device is connected or taken away. */
  devicesChanged: () => void = () => undefined;
  /** How loud a microphone is that is opened from now on. */
  loudness = 0.5;
  /** While set, minting waits for it. */
  gate: Promise<void> | undefined;
  /** While set, the browser waits for permission to use the microphone. */
  permission: Promise<void> | undefined;

  async mint(): Promise<VoiceToken> {
    this.mints += 1;
    await this.gate;
    this.failIfQueued('mint');
    const latestCall = this.calls;
    return { rtcToken: `rtk_${this.mints}`, simulated: true, mode: 'relay', latestCall } as VoiceToken;
  }

  /** The number of the session's latest call, made here or elsewhere. */
  calls = 0;
  /** While set, the exchange waits for it. */
  exchanging: Promise<void> | undefined;

  async exchange(_offer: string, token: VoiceToken): Promise<Exchanged> {
    this.failIfQueued('exchange');
    this.calls += 1;
    const callNumber = this.calls;
    await this.exchanging;
    return { answer: `answer for ${token.rtcToken}`, callNumber };
  }

  /** The microphone that was asked for last; undefined is any. */
  askedFor: string | undefined;

  async openMicrophone(deviceId?: string): Promise<Microphone> {
    this.askedFor = deviceId;
    await this.permission;
    this.failIfQueued('microphone');
    const microphone = new FakeMicrophone(this.loudness);
    this.microphones.push(microphone);
    return microphone;
  }

  watchDevices(listener: () => void): () => void {
    this.devicesChanged = listener;
    return () => (this.devicesChanged = () => undefined);
  }

  /** While set, a peer gathers its addresses until then. */
  gathering: Promise<void> | undefined;

  async openPeer(microphone: Microphone | undefined, handlers: PeerHandlers): Promise<Peer> {
    await this.gathering;
    const peer = new FakePeer(handlers, microphone);
    this.peers.push(peer);
    return peer;
  }

  get peer(): FakePeer {
    return this.peers.at(-1)!;
  }

  private failIfQueued(where: 'mint' | 'exchange' | 'microphone'): void {
    const fault = this.faults[where].shift();
    if (fault) throw fault;
  }
}

/** What the generated client throws when the service refuses. */
export function refusal(status: number, code: string, retryAfter?: number): ResponseError {
  const wait = retryAfter ? { 'Retry-After': String(retryAfter) } : undefined;
  const headers = { 'Content-Type': 'application/problem+json', ...wait };
  return new ResponseError(new Response(JSON.stringify({ code }), { status, headers }));
}
