import { isRetryable } from '@viva/client';
import { backoff, RepeatedRefusals, isSessionDenied, within } from '@viva/client/toolkit';
import { trouble, type Trouble } from '../api/problems';
import { CallNumbers } from './callNumbers';
import { onceAllowed } from './permission';
import type { CallPorts, Microphone, Peer, PeerHandlers } from './ports';
import { isActive, isTyped, type CallState, type CallMode } from './state';
import { CallError, callTrouble, callTroubleOf } from './troubles';

/** For the token, the addresses and the answer to the offer: each has a deadline of its own, and what is paid for counts. */
const ANSWERED_WITHIN_MS = 45_000;
/** From the answer until the network has let the call through. */
const CONNECT_WITHIN_MS = 25_000;
const REPLACE_WITHIN_MS = 5_000;
const GRACE_MS = 5_000;
const TRIES = 6;

export interface CallListener {
  onState(state: CallState): void;
  onMessage(data: unknown): void;
  /** The channel closed; what was sent and not confirmed did not arrive. */
  onChannelGone(): void;
  onMicrophone(microphone: Microphone | undefined): void;
}

/**
 * One encounter's call across reconnects. Each connection has a number. Whatever comes from an older connection (a late
 * answer, an event of a closing peer) is ignored, so nothing revives a closed call.
 */
export class Call {
  private state: CallState = { kind: 'idle' };
  private attempt = 0;
  private failures = 0;
  private readonly refusals: RepeatedRefusals;
  private peer: Peer | undefined;
  private microphone: Microphone | undefined;
  private timers: (() => void)[] = [];
  private simulated = false;
  private waiting = false;
  private grace: (() => void) | undefined;
  private readonly numbers = new CallNumbers();

  constructor(
    private readonly ports: CallPorts,
    private readonly listener: CallListener,
  ) {
    this.refusals = new RepeatedRefusals(ports.clock);
  }

  async start(mode: CallMode): Promise<void> {
    if (mode === 'typed') return this.type();
    if (isActive(this.state)) return;
    const attempt = ++this.attempt;
    this.failures = 0;
    if (mode === 'voice' && !(await this.askForMicrophone(attempt))) return;
    if (mode === 'text') this.dropMicrophone();
    this.become({ kind: 'connecting', mode });
    await this.connect(attempt, mode);
  }

  /** Switches to typing without a call: closes any connection; the service passes typed lines to the patient. */
  private type(): void {
    this.attempt += 1;
    this.clear();
    this.dropMicrophone();
    this.become({ kind: 'connected', mode: 'typed', simulated: false, since: this.ports.clock.now() });
  }

  get isConnected(): boolean {
    return this.state.kind === 'connected';
  }

  send(event: object): boolean {
    return this.state.kind === 'connected' && (this.peer?.send(event) ?? false);
  }

  /** Reconnects now instead of at the next try, unless the service asked for the wait. */
  retryNow(): void {
    if (!this.waiting || this.state.kind !== 'reconnecting' || this.state.trouble.retryAfterS) return;
    void this.again(this.state.mode);
  }

  /** Cancels an attempt to connect; a later answer is ignored. */
  cancel(): void {
    if (this.state.kind !== 'asking' && this.state.kind !== 'connecting') return;
    this.attempt += 1;
    this.clear();
    this.dropMicrophone();
    this.become({ kind: 'idle' });
  }

  /** The voice service said that this call cannot continue. */
  abandon(why: Trouble): void {
    if (isActive(this.state)) this.fail(why);
  }

  end(elsewhere = false): void {
    this.attempt += 1;
    this.clear();
    this.dropMicrophone();
    this.become({ kind: 'ended', ...(elsewhere && { elsewhere }) });
  }

  /** The service reports that a call of the session has begun, here or on another device. */
  started(number: number): void {
    this.numbers.started(number);
    this.endIfReplaced();
  }

  /** The number of the session's latest call, as far as it was reported; undefined while a call of this page may be later. */
  get latestCall(): number | undefined {
    return this.numbers.known;
  }

  /** To call again would hang up the other device, which would do the same. */
  private endIfReplaced(): boolean {
    const calling = this.state.kind === 'connected' || this.state.kind === 'reconnecting';
    const replaced = calling && !isTyped(this.state) && this.numbers.isReplaced;
    if (replaced) this.end(true);
    return replaced;
  }

  /**
   * Gives the same call another microphone, or its first one. Answers what went wrong, if anything.
   *
   * @param deviceId which one; without it the one that the browser gives
   */
  async takeMicrophone(
    prepare: (fresh: Microphone) => void,
    deviceId?: string,
  ): Promise<Trouble | undefined> {
    const before = this.microphone;
    const talking = () => this.microphone === before && isActive(this.state) && this.state.kind !== 'asking';
    if (!talking()) return callTrouble('call_lost');
    let fresh: Microphone | undefined;
    try {
      fresh = await this.openMicrophone(deviceId);
      prepare(fresh);
      const { peer } = this;
      if (talking() && peer) await within(this.ports.clock, REPLACE_WITHIN_MS, peer.replaceMicrophone(fresh));
      // A connection made meanwhile still uses the lost microphone: try again.
      if (!talking() || peer !== this.peer) throw new CallError(callTrouble('microphone_missing'));
    } catch (error) {
      fresh?.stop();
      return callTroubleOf(error);
    }
    before?.stop();
    this.microphone = fresh;
    this.listener.onMicrophone(fresh);
    if (this.state.kind === 'connected') this.become({ ...this.state, mode: this.modeNow(this.state.mode) });
    return undefined;
  }

  /** A call that began without a microphone may have got one. */
  private modeNow(mode: CallMode): CallMode {
    return this.microphone ? 'voice' : mode;
  }

  private async askForMicrophone(attempt: number): Promise<boolean> {
    this.become({ kind: 'asking' });
    this.dropMicrophone();
    try {
      const microphone = await this.openMicrophone();
      if (attempt !== this.attempt) {
        microphone.stop();
        return false;
      }
      this.microphone = microphone;
      this.listener.onMicrophone(microphone);
      return true;
    } catch (error) {
      const why = await callTroubleOf(error);
      if (attempt === this.attempt) this.fail(why);
      return false;
    }
  }

  private openMicrophone(deviceId?: string): Promise<Microphone> {
    return onceAllowed(this.ports.clock, this.ports.openMicrophone(deviceId));
  }

  private async connect(attempt: number, mode: CallMode): Promise<void> {
    const current = () => attempt === this.attempt;
    const { numbers } = this;
    this.timer(ANSWERED_WITHIN_MS, () => current() && this.lost(mode, trouble('timeout')));
    try {
      const token = await numbers.minting(this.ports.mint());
      if (!current() || this.endIfReplaced()) return;
      this.simulated = token.simulated;
      const given = this.microphone;
      const peer = await this.ports.openPeer(given, this.handlers(attempt, mode));
      if (!current()) return peer.close();
      this.peer = peer;
      // It may have been replaced meanwhile.
      if (this.microphone && this.microphone !== given) await peer.replaceMicrophone(this.microphone);
      if (!current()) return;
      const { answer } = await numbers.exchanging(this.ports.exchange(peer.offer, token));
      if (!current() || this.endIfReplaced()) return;
      this.cancelTimers();
      this.timer(CONNECT_WITHIN_MS, () => current() && this.lost(mode, callTrouble('no_connection')));
      await peer.accept(answer);
    } catch (error) {
      const why = await callTroubleOf(error);
      if (current() && !this.endIfReplaced()) this.lost(mode, why);
    }
  }

  private handlers(attempt: number, mode: CallMode): PeerHandlers {
    const mine = (action: () => void) => () => {
      if (attempt === this.attempt) action();
    };
    const lost = (why: Trouble) => this.lost(mode, why);
    return {
      onOpen: mine(() => this.connected(mode)),
      onMessage: (data) => mine(() => this.listener.onMessage(data))(),
      onClosed: mine(() => lost(trouble('network'))),
      onConnection: (state) =>
        mine(() => {
          this.cancelTimers('grace');
          if (state === 'failed') return lost(callTrouble('no_connection'));
          this.interrupted(state === 'disconnected');
          // Wi-Fi handovers recover within seconds; in a new call the patient would remember nothing of this one.
          if (state === 'disconnected')
            this.grace = this.ports.clock.after(
              GRACE_MS,
              mine(() => lost(trouble('network'))),
            );
        })(),
    };
  }

  private connected(mode: CallMode): void {
    this.cancelTimers();
    this.failures = 0;
    this.refusals.reset();
    const since = this.ports.clock.now();
    this.become({ kind: 'connected', mode: this.modeNow(mode), simulated: this.simulated, since });
    this.endIfReplaced();
  }

  private interrupted(interrupted: boolean): void {
    const { state } = this;
    if (state.kind !== 'connected' || (state.interrupted ?? false) === interrupted) return;
    this.become({ ...state, interrupted });
  }

  private lost(mode: CallMode, why: Trouble): void {
    const before = this.state;
    this.clear();
    this.attempt += 1;
    if (why.code === 'session_ended') return this.end();
    const denied = isSessionDenied(why);
    if (!denied) this.refusals.reset();
    const final = denied ? this.refusals.record() : !isRetryable(why);
    if (before.kind === 'connecting' || final) return this.fail(why);
    this.failures += 1;
    if (this.failures > TRIES) return this.fail(callTrouble('call_lost'));
    const since = before.kind === 'reconnecting' ? before.since : this.ports.clock.now();
    this.become({ kind: 'reconnecting', mode: this.modeNow(mode), since, trouble: why });
    const wait = backoff(this.failures, this.ports.random, why.retryAfterS);
    this.waiting = true;
    this.timer(wait, () => void this.again(mode));
  }

  private async again(mode: CallMode): Promise<void> {
    this.clear();
    this.waiting = false;
    await this.connect(++this.attempt, mode);
  }

  private fail(why: Trouble): void {
    this.clear();
    this.attempt += 1;
    this.dropMicrophone();
    this.become({ kind: 'failed', trouble: why, at: this.ports.clock.now() });
  }

  private timer(ms: number, action: () => void): void {
    this.timers.push(this.ports.clock.after(ms, action));
  }

  private cancelTimers(which: 'grace' | 'all' = 'all'): void {
    this.grace?.();
    this.grace = undefined;
    if (which === 'grace') return;
    this.timers.forEach((cancel) => cancel());
    this.timers = [];
  }

  private clear(): void {
    this.cancelTimers();
    const peer = this.peer;
    this.peer = undefined;
    peer?.close();
    if (peer) this.listener.onChannelGone();
  }

  private dropMicrophone(): void {
    if (!this.microphone) return;
    this.microphone.stop();
    this.microphone = undefined;
    this.listener.onMicrophone(undefined);
  }

  private become(state: CallState): void {
    this.state = state;
    this.listener.onState(state);
  }
}
