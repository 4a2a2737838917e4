import { pause } from '@viva/client/toolkit';
import { trouble } from '../api/problems';
import { Call } from './call';
import type { CallEvent, SpokenLine } from './callEvent';
import { PartialRelay } from './partials';
import type { CallPorts, Microphone, MicrophoneHealth } from './ports';
import { SilenceWatch } from './silence';
import type { CallState, CallMode } from './state';
import { Transcriber } from './transcriber';
import { Typing } from './typing';
import { parseEvent } from './wire';

const POLL_EVERY_MS = 500;

export interface MicrophoneState {
  readonly muted: boolean;
  readonly health: MicrophoneHealth;
  /** It has given no sound for a while. */
  readonly silent: boolean;
  /** It replaced a microphone that was lost in this call. */
  readonly replaced?: boolean;
}

export interface VoiceCallPorts extends CallPorts {
  relayPartial(line: SpokenLine): Promise<{ pauseMs: number }>;
  newItemId(): string;
  /** The service's time, for the times of lines. */
  serverNow(): number;
}

export interface VoiceCallListener {
  onState(state: CallState): void;
  onCallEvent(event: CallEvent): void;
  onMicrophone(state: MicrophoneState | undefined): void;
  /** Typed lines that did not reach the patient. */
  onUndelivered(lines: { itemId: string; text: string }[]): void;
}

/** The voice call with the patient: speech, typed lines and the state of the microphone. */
export class VoiceCall {
  private readonly call: Call;
  private readonly partials: PartialRelay;
  private readonly silence = new SilenceWatch();
  private transcriber: Transcriber;
  private typing: Typing;
  private renewing = false;
  private unwatchDevices: (() => void) | undefined;
  private microphone: Microphone | undefined;
  private microphoneState: MicrophoneState | undefined;
  private stopPolling: (() => void) | undefined;
  private readonly settling = new Set<AbortController>();

  constructor(
    private readonly ports: VoiceCallPorts,
    private readonly listener: VoiceCallListener,
  ) {
    this.transcriber = new Transcriber(ports.serverNow);
    this.typing = this.freshTyping();
    this.partials = new PartialRelay((line) => ports.relayPartial(line), ports.clock);
    this.call = new Call(ports, {
      onState: (state) => listener.onState(state),
      onMessage: (data) => this.onMessage(data),
      onChannelGone: () => this.channelGone(),
      onMicrophone: (microphone) => this.useMicrophone(microphone),
    });
  }

  start(mode: CallMode): Promise<void> {
    return this.call.start(mode);
  }

  /** Replaces a lost microphone with the one that the browser gives now. */
  async renewMicrophone(): Promise<void> {
    if (this.renewing || this.microphoneState?.health !== 'lost') return;
    this.renewing = true;
    let muted = false;
    const renewed = await this.call.renewMicrophone((fresh) => {
      // Before any sound is sent: a muted user stays muted.
      muted = this.microphoneState?.muted ?? false;
      fresh.setMuted(muted);
    });
    this.renewing = false;
    if (!renewed) return;
    this.mute(muted);
    this.updateMicrophone({ replaced: true });
  }

  /** Cancels an attempt to connect. */
  cancel(): void {
    this.call.cancel();
  }

  /** Sends a typed line; answers its item id, or undefined when the call cannot take it now. */
  say(text: string): string | undefined {
    return this.typing.say(text);
  }

  newItemId(): string {
    return this.ports.newItemId();
  }

  mute(muted: boolean): void {
    this.microphone?.setMuted(muted);
    this.silence.restart();
    this.updateMicrophone({ muted, silent: false });
  }

  level(): number {
    return this.microphoneState?.muted ? 0 : (this.microphone?.level() ?? 0);
  }

  retryNow(): void {
    this.call.retryNow();
  }

  /** Resolves when everything said or typed has its final text or none, or after `ms`. */
  async settled(ms: number): Promise<void> {
    if (!this.unsettled()) return;
    const done = new AbortController();
    this.settling.add(done);
    await pause(this.ports.clock, ms, done.signal);
    this.settling.delete(done);
  }

  end(): void {
    this.call.end();
    this.partials.stop();
  }

  private onMessage(data: unknown): void {
    const event = parseEvent(data);
    if (!event) return;
    this.applyAll(this.transcriber.read(event));
    this.notifySettled();
  }

  private applyAll(all: CallEvent[]): void {
    for (const event of all) {
      this.typing.onCallEvent(event);
      if (event.kind === 'partial') this.partials.offer(event.line);
      if (event.kind === 'final') this.partials.done(event.line.itemId);
      if (event.kind === 'nothing') this.partials.done(event.itemId);
      if (event.kind === 'refused') this.giveBack(event.eventId);
      if (event.kind === 'over') this.call.abandon(trouble('call_over', { words: event.words }));
      else this.listener.onCallEvent(event);
    }
  }

  private unsettled(): boolean {
    return this.transcriber.open || this.typing.open;
  }

  private notifySettled(): void {
    if (!this.unsettled()) this.settling.forEach((waiting) => waiting.abort());
  }

  private giveBack(eventId: string | undefined): void {
    const line = this.typing.takeBack(eventId);
    if (line) this.listener.onUndelivered([line]);
  }

  /** The next connection is a new conversation for the voice service, which does not know the old items. */
  private channelGone(): void {
    this.applyAll(this.transcriber.end());
    const lines = this.typing.undelivered();
    this.transcriber = new Transcriber(this.ports.serverNow);
    this.typing = this.freshTyping();
    this.partials.stop();
    this.listener.onUndelivered(lines);
    this.notifySettled();
  }

  private freshTyping(): Typing {
    return new Typing((event) => this.call.send(event), this.ports.newItemId);
  }

  private useMicrophone(microphone: Microphone | undefined): void {
    this.stopPolling?.();
    this.unwatchDevices?.();
    this.unwatchDevices = undefined;
    this.stopPolling = undefined;
    this.microphone = microphone;
    this.microphoneState = undefined;
    this.silence.restart();
    if (!microphone) return this.listener.onMicrophone(undefined);
    microphone.onHealth((health) => {
      if (this.microphone !== microphone) return;
      this.updateMicrophone({ health });
      if (health === 'lost') void this.renewMicrophone();
    });
    this.unwatchDevices = this.ports.watchDevices?.(() => void this.renewMicrophone());
    this.updateMicrophone({});
    this.pollMicrophone();
  }

  private pollMicrophone(): void {
    const muted = this.microphoneState?.muted ?? true;
    const silent = this.silence.take(this.level(), this.ports.clock.now(), !muted);
    if (silent !== this.microphoneState?.silent) this.updateMicrophone({ silent });
    this.stopPolling = this.ports.clock.after(POLL_EVERY_MS, () => this.pollMicrophone());
  }

  private updateMicrophone(change: Partial<MicrophoneState>): void {
    if (!this.microphone) return;
    const before = this.microphoneState ?? { muted: false, health: 'ok', silent: false };
    this.microphoneState = { ...before, ...change };
    this.listener.onMicrophone(this.microphoneState);
  }
}
