import type { Clock, VoiceToken } from '@viva/client';

/** What the browser reports about a microphone. `lost`: unplugged or taken away. */
export type MicrophoneHealth = 'ok' | 'muted-by-system' | 'lost';

export interface Microphone {
  /** The current level, 0..1. */
  level(): number;
  /** The highest level of the last half second, 0..1. */
  peak(): number;
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
  /** False when the channel cannot send it. */
  send(event: object): boolean;
  /** Continues the same call with another microphone. */
  replaceMicrophone(microphone: Microphone): Promise<void>;
  close(): void;
}

/** What an offer came to: the SDP answer, and the call's number in its session, if the service tells it. */
export interface Exchanged {
  readonly answer: string;
  readonly callNumber: number | undefined;
}

/** In place of a microphone's id: the one that the system chooses, whatever was chosen before. */
export const SYSTEMS = '';

/** Everything a call needs from its environment. */
export interface CallPorts {
  mint(): Promise<VoiceToken>;
  /** Sends the offer to the address that the token names. */
  exchange(offer: string, token: VoiceToken): Promise<Exchanged>;
  /** @param deviceId the microphone to open; without it the one that was chosen before, else the system's */
  openMicrophone(deviceId?: string): Promise<Microphone>;
  /** Calls back when a device is connected or removed; answers a function that stops it. */
  watchDevices?(listener: () => void): () => void;
  openPeer(microphone: Microphone | undefined, handlers: PeerHandlers): Promise<Peer>;
  readonly clock: Clock;
  readonly random: () => number;
}
