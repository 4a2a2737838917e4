import { pause } from '@viva/client/toolkit';
import { trouble } from '../api/problems';
import { Call } from './call';
import type { Heard, HeardLine } from './heard';
import { PartialRelay } from './partials';
import type { CallPorts, Microphone, MicrophoneHealth } from './ports';
import { SilenceWatch } from './silence';
import type { CallState, Means } from './state';
import { Transcriber } from './transcriber';
import { Typing } from './typing';
import { parseEvent } from './wire';

const LOOK_EVERY_MS = 500;

export interface MicrophoneState {
  readonly muted: boolean;
  readonly health: MicrophoneHealth;
  /** Nothing at all was heard of it for a while. */
  readonly silent: boolean;
  /** It took the place of one that was taken away in this call. */
  readonly replaced?: boolean;
}

export interface TalkPorts extends CallPorts {
  relayPartial(line: HeardLine): Promise<{ pauseMs: number }>;
  newItemId(): string;
  /** The service's time, for the times of lines. */
  serverNow(): number;
}

export interface TalkListener {
  onState(state: CallState): void;
  onHeard(heard: Heard): void;
  onMicrophone(state: MicrophoneState | undefined): void;
  /** Typed lines that did not reach the patient. */
  onUndelivered(lines: { itemId: string; text: string }[]): void;
}

/** The talk with the patient over the call: what is said there, what is typed, what is heard of the microphone. */
export class Talk {
  private readonly call: Call;
  private readonly partials: PartialRelay;
  private readonly silence = new SilenceWatch();
  private transcriber: Transcriber;
  private typing: Typing;
  private renewing = false;
  private unwatchDevices: (() => void) | undefined;
  private microphone: Microphone | undefined;
  private microphoneState: MicrophoneState | undefined;
  private stopLooking: (() => void) | undefined;
  private readonly settling = new Set<AbortController>();

  constructor(
    private readonly ports: TalkPorts,
    private readonly listener: TalkListener,
  ) {
    this.transcriber = new Transcriber(ports.serverNow);
    this.typing = this.freshTyping();
    this.partials = new PartialRelay((line) => ports.relayPartial(line), ports.clock);
    this.call = new Call(ports, {
      onState: (state) => listener.onState(state),
      onMessage: (data) => this.hear(data),
      onChannelGone: () => this.channelGone(),
      onMicrophone: (microphone) => this.useMicrophone(microphone),
    });
  }

  start(means: Means): Promise<void> {
    return this.call.start(means);
  }

  /** Takes the microphone that the browser gives now for one that was taken away. */
  async renewMicrophone(): Promise<void> {
    if (this.renewing || this.microphoneState?.health !== 'lost') return;
    this.renewing = true;
    let muted = false;
    const renewed = await this.call.renewMicrophone((fresh) => {
      // Before it is heard: who turned the microphone off stays unheard.
      muted = this.microphoneState?.muted ?? false;
      fresh.setMuted(muted);
    });
    this.renewing = false;
    if (!renewed) return;
    this.mute(muted);
    this.tellMicrophone({ replaced: true });
  }

  /** Gives up an attempt to connect. */
  cancel(): void {
    this.call.cancel();
  }

  /** Sends a typed line; answers its item id, or nothing when the call does not take it now. */
  say(text: string): string | undefined {
    return this.typing.say(text);
  }

  newItemId(): string {
    return this.ports.newItemId();
  }

  mute(muted: boolean): void {
    this.microphone?.setMuted(muted);
    this.silence.restart();
    this.tellMicrophone({ muted, silent: false });
  }

  level(): number {
    return this.microphoneState?.muted ? 0 : (this.microphone?.level() ?? 0);
  }

  retryNow(): void {
    this.call.retryNow();
  }

  /** Resolves when all that was said or typed has its final words or none, or after `ms`. */
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

  private hear(data: unknown): void {
    const event = parseEvent(data);
    if (!event) return;
    this.take(this.transcriber.read(event));
    this.tellSettled();
  }

  private take(all: Heard[]): void {
    for (const heard of all) {
      this.typing.hear(heard);
      if (heard.kind === 'partial') this.partials.offer(heard.line);
      if (heard.kind === 'final') this.partials.done(heard.line.itemId);
      if (heard.kind === 'nothing') this.partials.done(heard.itemId);
      if (heard.kind === 'refused') this.giveBack(heard.eventId);
      if (heard.kind === 'over') this.call.abandon(trouble('call_over', { words: heard.words }));
      else this.listener.onHeard(heard);
    }
  }

  private unsettled(): boolean {
    return this.transcriber.open || this.typing.open;
  }

  private tellSettled(): void {
    if (!this.unsettled()) this.settling.forEach((waiting) => waiting.abort());
  }

  private giveBack(eventId: string | undefined): void {
    const line = this.typing.takeBack(eventId);
    if (line) this.listener.onUndelivered([line]);
  }

  /** The next connection is a new conversation for the voice service: nothing of the old one's items holds there. */
  private channelGone(): void {
    this.take(this.transcriber.end());
    const lines = this.typing.undelivered();
    this.transcriber = new Transcriber(this.ports.serverNow);
    this.typing = this.freshTyping();
    this.partials.stop();
    this.listener.onUndelivered(lines);
    this.tellSettled();
  }

  private freshTyping(): Typing {
    return new Typing((event) => this.call.send(event), this.ports.newItemId);
  }

  private useMicrophone(microphone: Microphone | undefined): void {
    this.stopLooking?.();
    this.unwatchDevices?.();
    this.unwatchDevices = undefined;
    this.stopLooking = undefined;
    this.microphone = microphone;
    this.microphoneState = undefined;
    this.silence.restart();
    if (!microphone) return this.listener.onMicrophone(undefined);
    microphone.onHealth((health) => {
      if (this.microphone !== microphone) return;
      this.tellMicrophone({ health });
      if (health === 'lost') void this.renewMicrophone();
    });
    this.unwatchDevices = this.ports.watchDevices?.(() => void this.renewMicrophone());
    this.tellMicrophone({});
    this.look();
  }

  private look(): void {
    const muted = this.microphoneState?.muted ?? true;
    const silent = this.silence.take(this.level(), this.ports.clock.now(), !muted);
    if (silent !== this.microphoneState?.silent) this.tellMicrophone({ silent });
    this.stopLooking = this.ports.clock.after(LOOK_EVERY_MS, () => this.look());
  }

  private tellMicrophone(change: Partial<MicrophoneState>): void {
    if (!this.microphone) return;
    const before = this.microphoneState ?? { muted: false, health: 'ok', silent: false };
    this.microphoneState = { ...before, ...change };
    this.listener.onMicrophone(this.microphoneState);
  }
}
