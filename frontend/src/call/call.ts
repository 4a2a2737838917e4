import { isRetryable } from '@viva/client';
import { backoff, RepeatedRefusals, isSessionDenied, LateError, within } from '@viva/client/toolkit';
import { trouble, type Trouble } from '../api/problems';
import type { CallPorts, Microphone, Peer, PeerHandlers } from './ports';
import { underWay, type CallState, type Means } from './state';
import { CallError, callTrouble, callTroubleOf } from './troubles';

const CONNECT_WITHIN_MS = 25_000;
/** How long the browser's question for the microphone may stand unanswered. */
const PERMISSION_WITHIN_MS = 60_000;
const REPLACE_WITHIN_MS = 5_000;
const GRACE_MS = 5_000;
const TRIES = 6;

export interface CallListener {
  onState(state: CallState): void;
  onMessage(data: unknown): void;
  /** The channel is gone; what was sent on it and not confirmed did not arrive. */
  onChannelGone(): void;
  onMicrophone(microphone: Microphone | undefined): void;
}

/**
 * One encounter's call over all its connections. Every connection has a number; whatever comes from an older one (a
 * late answer, a dying peer's events) is ignored, so nothing can revive a call that was closed.
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

  constructor(
    private readonly ports: CallPorts,
    private readonly listener: CallListener,
  ) {
    this.refusals = new RepeatedRefusals(ports.clock);
  }

  async start(means: Means): Promise<void> {
    if (means === 'typed') return this.type();
    if (underWay(this.state)) return;
    const attempt = ++this.attempt;
    this.failures = 0;
    if (means === 'voice' && !(await this.askForMicrophone(attempt))) return;
    if (means === 'text') this.dropMicrophone();
    this.become({ kind: 'connecting', means });
    await this.connect(attempt, means);
  }

  /** No call: whatever is under way is let go, and the service gives typed lines to the patient. */
  private type(): void {
    this.attempt += 1;
    this.clear();
    this.dropMicrophone();
    this.become({ kind: 'connected', means: 'typed', simulated: false, since: this.ports.clock.now() });
  }

  send(event: object): boolean {
    return this.state.kind === 'connected' && (this.peer?.send(event) ?? false);
  }

  /** The network came back: a try that is waiting starts now, unless the service asked for the wait. */
  retryNow(): void {
    if (!this.waiting || this.state.kind !== 'reconnecting' || this.state.trouble.retryAfterS) return;
    void this.again(this.state.means);
  }

  /** Gives up an attempt that is under way; an answer that comes later revives nothing. */
  cancel(): void {
    if (this.state.kind !== 'asking' && this.state.kind !== 'connecting') return;
    this.attempt += 1;
    this.clear();
    this.dropMicrophone();
    this.become({ kind: 'idle' });
  }

  /** The voice service said that this call cannot go on. */
  abandon(why: Trouble): void {
    if (underWay(this.state)) this.fail(why);
  }

  end(): void {
    this.attempt += 1;
    this.clear();
    this.dropMicrophone();
    this.become({ kind: 'ended' });
  }

  /**
   * Goes on in the same call with the microphone that the browser gives now, when the one before was taken away.
   * Answers whether there is one.
   */
  async renewMicrophone(prepare: (fresh: Microphone) => void): Promise<boolean> {
    const lost = this.microphone;
    const talking = () =>
      this.microphone === lost && (this.state.kind === 'connected' || this.state.kind === 'reconnecting');
    if (!lost || !talking()) return false;
    let fresh: Microphone | undefined;
    try {
      fresh = await this.openMicrophone();
      prepare(fresh);
      const { peer } = this;
      if (talking() && peer) await within(this.ports.clock, REPLACE_WITHIN_MS, peer.replaceMicrophone(fresh));
      // A connection that was made meanwhile took the lost one along, and needs to be told again.
      if (!talking() || peer !== this.peer) throw new CallError(callTrouble('microphone_missing'));
    } catch {
      fresh?.stop();
      return false;
    }
    lost.stop();
    this.microphone = fresh;
    this.listener.onMicrophone(fresh);
    return true;
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

  /** A browser may never answer for its user; a microphone that comes too late is turned off again. */
  private async openMicrophone(): Promise<Microphone> {
    try {
      const asked = this.ports.openMicrophone();
      return await within(this.ports.clock, PERMISSION_WITHIN_MS, asked, (late) => late.stop());
    } catch (error) {
      throw error instanceof LateError ? new CallError(callTrouble('microphone_unanswered')) : error;
    }
  }

  private async connect(attempt: number, means: Means): Promise<void> {
    const current = () => attempt === this.attempt;
    this.timer(CONNECT_WITHIN_MS, () => current() && this.lost(means, callTrouble('no_connection')));
    try {
      const token = await this.ports.mint();
      if (!current()) return;
      this.simulated = token.simulated;
      const peer = await this.ports.openPeer(this.microphone, this.handlers(attempt, means));
      if (!current()) return peer.close();
      this.peer = peer;
      const answer = await this.ports.exchange(peer.offer, token);
      if (current()) await peer.accept(answer);
    } catch (error) {
      const why = await callTroubleOf(error);
      if (current()) this.lost(means, why);
    }
  }

  private handlers(attempt: number, means: Means): PeerHandlers {
    const mine = (action: () => void) => () => {
      if (attempt === this.attempt) action();
    };
    const lost = (why: Trouble) => this.lost(means, why);
    return {
      onOpen: mine(() => this.connected(means)),
      onMessage: (data) => mine(() => this.listener.onMessage(data))(),
      onClosed: mine(() => lost(trouble('network'))),
      onConnection: (state) =>
        mine(() => {
          this.cancelTimers('grace');
          if (state === 'failed') return lost(callTrouble('no_connection'));
          this.interrupted(state === 'disconnected');
          // Wi-Fi hand-overs recover by themselves within seconds; a new call would cost the patient's memory of the old.
          if (state === 'disconnected')
            this.grace = this.ports.clock.after(
              GRACE_MS,
              mine(() => lost(trouble('network'))),
            );
        })(),
    };
  }

  private connected(means: Means): void {
    this.cancelTimers();
    this.failures = 0;
    this.refusals.reset();
    const since = this.ports.clock.now();
    this.become({ kind: 'connected', means, simulated: this.simulated, since });
  }

  private interrupted(interrupted: boolean): void {
    const { state } = this;
    if (state.kind !== 'connected' || (state.interrupted ?? false) === interrupted) return;
    this.become({ ...state, interrupted });
  }

  private lost(means: Means, why: Trouble): void {
    const before = this.state;
    this.clear();
    this.attempt += 1;
    if (why.code === 'session_ended') return this.end();
    const final = isSessionDenied(why) ? this.refusals.record() : !isRetryable(why);
    if (before.kind === 'connecting' || final) return this.fail(why);
    this.failures += 1;
    if (this.failures > TRIES) return this.fail(callTrouble('call_lost'));
    const since = before.kind === 'reconnecting' ? before.since : this.ports.clock.now();
    this.become({ kind: 'reconnecting', means, since, trouble: why });
    const wait = backoff(this.failures, this.ports.random, why.retryAfterS);
    this.waiting = true;
    this.timer(wait, () => void this.again(means));
  }

  private async again(means: Means): Promise<void> {
    this.clear();
    this.waiting = false;
    await this.connect(++this.attempt, means);
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
