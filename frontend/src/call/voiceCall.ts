import { pause } from '@viva/client/toolkit';
import { trouble, type Trouble } from '../api/problems';
import { Call } from './call';
import type { CallEvent, SpokenLine } from './callEvent';
import { PartialRelay } from './partials';
import type { CallPorts } from './ports';
import { MicrophoneWatch, type MicrophoneState } from './microphoneWatch';
import { PatientSpeech, type SpeechState } from './patientSpeech';
import type { CallState, CallMode } from './state';
import { Transcriber } from './transcriber';
import { Typing, type TypedLine } from './typing';
import { parseEvent } from './wire';

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
  /** What of the patient's words is heard. */
  onSpeech(state: SpeechState): void;
  /** Typed lines that did not reach the patient. */
  onUndelivered(lines: readonly TypedLine[]): void;
}

/** The voice call with the patient: speech, typed lines and the state of the microphone. */
export class VoiceCall {
  private readonly call: Call;
  private readonly partials: PartialRelay;
  private readonly microphone: MicrophoneWatch;
  private readonly speech: PatientSpeech;
  private transcriber: Transcriber;
  private typing: Typing;
  private taking: Promise<Trouble | undefined> | undefined;
  private readonly settling = new Set<AbortController>();

  constructor(
    private readonly ports: VoiceCallPorts,
    private readonly listener: VoiceCallListener,
  ) {
    this.transcriber = new Transcriber(ports.serverNow);
    this.speech = new PatientSpeech(ports.clock, (state) => {
      listener.onSpeech(state);
      this.typing.proceed();
    });
    this.typing = this.freshTyping();
    this.microphone = new MicrophoneWatch({
      clock: ports.clock,
      watchDevices: ports.watchDevices,
      onState: (state) => listener.onMicrophone(state),
      onLost: () => void this.takeMicrophone(),
    });
    this.partials = new PartialRelay((line) => ports.relayPartial(line), ports.clock);
    this.call = new Call(ports, {
      onState: (state) => listener.onState(state),
      onMessage: (data) => this.onMessage(data),
      onChannelGone: () => this.channelGone(),
      onMicrophone: (microphone) => this.microphone.use(microphone),
    });
  }

  start(mode: CallMode): Promise<void> {
    return this.call.start(mode);
  }

  /**
   * Gives the same call another microphone: one that is asked for, the first one, or one in place of a lost one. Answers
   * what went wrong, if anything. One at a time: a device that is asked for meanwhile is taken next.
   */
  takeMicrophone(deviceId?: string): Promise<Trouble | undefined> {
    const before = this.taking;
    if (before && deviceId === undefined) return before;
    const taking = before ? before.then(() => this.take(deviceId)) : this.take(deviceId);
    this.taking = taking;
    return taking.finally(() => {
      if (this.taking === taking) this.taking = undefined;
    });
  }

  private async take(deviceId: string | undefined): Promise<Trouble | undefined> {
    const before = this.microphone.state;
    let muted = false;
    const failed = await this.call.takeMicrophone((fresh) => {
      // Before any sound is sent: a muted user stays muted.
      muted = this.microphone.state?.muted ?? false;
      fresh.setMuted(muted);
    }, deviceId);
    if (failed) return failed;
    this.microphone.mute(muted);
    if (before?.health === 'lost') this.microphone.update({ replaced: true });
    return undefined;
  }

  /** The service reports that a call of the session has begun, here or on another device. */
  started(callNumber: number): void {
    this.call.started(callNumber);
  }

  /** As {@link Call.latestCall}. */
  get latestCall(): number | undefined {
    return this.call.latestCall;
  }

  /** Whether the patient's sound reaches anybody. */
  setAudible(audible: boolean): void {
    this.speech.setAudible(audible);
  }

  /** Cancels an attempt to connect. */
  cancel(): void {
    this.call.cancel();
  }

  /**
   * Sends a typed line and interrupts the patient with it; answers its item id, or undefined when the call cannot take it
   * now.
   */
  say(text: string): string | undefined {
    if (!this.call.isConnected) return undefined;
    if (this.speech.heardNow) this.interrupt();
    return this.typing.say(text);
  }

  /** As the voice service does it by itself when the student speaks. */
  private interrupt(): void {
    const { current } = this.speech;
    if (this.typing.answering) this.call.send({ type: 'response.cancel', event_id: `${CUT}cancel` });
    this.call.send({ type: 'output_audio_buffer.clear', event_id: `${CUT}clear` });
    if (!current) return;
    this.call.send({
      type: 'conversation.item.truncate',
      event_id: `${CUT}truncate`,
      item_id: current.itemId,
      content_index: 0,
      audio_end_ms: Math.max(0, Math.floor(current.playedMs)),
    });
  }

  /** Typed lines that the patient has not got yet. */
  get unheard(): TypedLine[] {
    return this.typing.unheard;
  }

  newItemId(): string {
    return this.ports.newItemId();
  }

  mute(muted: boolean): void {
    this.microphone.mute(muted);
  }

  level(): number {
    return this.microphone.level();
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
      if (event.kind === 'refused' && event.eventId?.startsWith(CUT)) continue; // It was over already.
      this.hear(event);
      this.typing.onCallEvent(event);
      if (event.kind === 'partial') this.partials.offer(event.line);
      if (event.kind === 'final') this.partials.done(event.line.itemId);
      if (event.kind === 'nothing') this.partials.done(event.itemId);
      if (event.kind === 'refused') this.giveBack(event.eventId);
      if (event.kind === 'over') this.call.abandon(trouble('call_over', { words: event.words }));
      else this.listener.onCallEvent(event);
    }
  }

  private hear(event: CallEvent): void {
    if (event.kind === 'playback') this.speech.playback(event.responseId, event.on, event.cutOff);
    if (event.kind !== 'partial' && event.kind !== 'final') return;
    const { itemId, role, text } = event.line;
    if (role === 'patient') this.speech.answer(itemId, event.responseId, text);
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
    this.speech.reset();
    this.listener.onUndelivered(lines);
    this.notifySettled();
  }

  private freshTyping(): Typing {
    return new Typing({
      send: (event) => this.call.send(event),
      newId: this.ports.newItemId,
      patientBusy: () => this.speech.busy,
    });
  }
}

/** Begins the ids of the events that interrupt the patient. */
const CUT = 'event_viva_cut_';
