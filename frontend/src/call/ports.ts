import type { Clock, VoiceToken } from '@viva/client';

/** What the browser says of a microphone. `lost`: unplugged or taken away. */
export type MicrophoneHealth = 'ok' | 'muted-by-system' | 'lost';

export interface Microphone {
  /** How loud it is now, 0..1. */
  level(): number;
  setMuted(muted: boolean): void;
  onHealth(listener: (health: MicrophoneHealth) => void): void;
  stop(): void;
}

export interface PeerHandlers {
  onOpen(): void;
  onMessage(data: unknown): void;
  onConnection(state: 'connected' | 'disconnected' | 'failed'): void;
  /** The channel closed, and with it the call. */
  onClosed(): void;
}

/** One WebRTC connection, from offer to close. */
export interface Peer {
  readonly offer: string;
  accept(answer: string): Promise<void>;
  /** False when the channel does not take it. */
  send(event: object): boolean;
  /** Goes on with another microphone in the same call. */
  replaceMicrophone(microphone: Microphone): Promise<void>;
  close(): void;
}

/** Everything of the world that a call needs. */
export interface CallPorts {
  mint(): Promise<VoiceToken>;
  /** Takes the offer to where the token says and brings the answer. */
  exchange(offer: string, token: VoiceToken): Promise<string>;
  openMicrophone(): Promise<Microphone>;
  /** Calls back when a device was connected or taken away; answers what ends that. */
  watchDevices?(listener: () => void): () => void;
  openPeer(microphone: Microphone | undefined, handlers: PeerHandlers): Promise<Peer>;
  readonly clock: Clock;
  readonly random: () => number;
}
