import type { Entry, Follower, Pending, Phase, Session, Transcript } from '@viva/client';
import { lineText } from '@viva/client';
import { within } from '@viva/client/toolkit';
import { troubleOf } from '../api/problems';
import { isActive, isTyped, type CallMode } from '../call/state';
import { VoiceCall } from '../call/voiceCall';
import { Fallback } from './fallback';
import { callListener } from './callListener';
import { CatchUp } from './catchUp';
import { crowdedBy } from './crowded';
import { discardLine, retryLine, waitingTyped } from './lineStorage';
import { applyServiceEvent } from './serviceEvents';
import { endEncounter } from './endEncounter';
import { initialState, hasEnded, isAwaiting, mayTakePart } from './encounterState';
import type { EncounterParts, Voices } from './encounterParts';
import { EncounterStore } from './encounterStore';
import { newsOf } from './newsOf';
import { Ticks } from './ticks';
import { TypedAnswers } from './typedAnswers';
import { typeLine } from './typeLine';
import { keepReturned, notKept, wordsOf } from './unheard';

/** How long the choices of calls wait for the answer which there are. */
const VOICES_MS = 3_000;

/**
 * Runs one encounter on this page: combines the call, the event stream and the outbox into one state. A final line is in
 * the outbox before it counts as said. The service's events decide.
 */
export class EncounterController {
  readonly store: EncounterStore;
  private readonly voiceCall: VoiceCall;
  readonly answers: TypedAnswers;
  private readonly cleanups: (() => void)[] = [];
  private stream: Follower | undefined;
  private stopFallback = () => {};
  private catchUp: CatchUp | undefined;
  private lastSeq = 0;
  private releaseLock: (() => void) | undefined;
  private stopped = false;
  /** Whether a call or typing was chosen on this page. */
  private chosen = false;
  /** An answer that came too late for the choices that are shown. */
  private lateVoices: Voices | undefined;

  constructor(private readonly parts: EncounterParts) {
    const tabRole = parts.followOnly ? 'follower' : 'undecided';
    this.store = new EncounterStore(initialState(parts.device, tabRole, parts.network.online()));
    const latestCall = () => this.latestCall();
    const answering = { clock: parts.clock, askAgain: parts.api.askAgain, latestCall };
    this.answers = new TypedAnswers({ store: this.store, ...answering });
    this.voiceCall = parts.voiceCall(callListener(this.keeping()), () => this.serverNow());
  }

  /** @param mode how the student chose to begin before this page; then the call begins without another button */
  async start(mode?: CallMode): Promise<void> {
    const { outbox, device, network } = this.parts;
    this.cleanups.push(
      outbox.watch((id, pending) => {
        if (id !== device.sessionId) return;
        this.applyPending(pending);
        this.answers.onEntries(pending.entries);
      }),
      outbox.watchUnanswered(({ sessionId, itemId }, failure) => {
        if (sessionId === device.sessionId) this.answers.refused(itemId, failure);
      }),
      network.watch(() => this.networkChanged()),
    );
    const { clock, attention } = this.parts;
    const ticks = new Ticks({ clock, attention, onTick: () => this.tick(), onWake: () => this.wake() });
    this.cleanups.push(() => ticks.stop());
    await Promise.all([this.readSession(), this.takeTabLock(false), this.readPending(), this.readVoice()]);
    if (mode && this.mayBegin()) await this.connect(mode);
  }

  /** Reading takes seconds. Meanwhile the student may have left or chosen otherwise, and there may be no encounter. */
  private mayBegin(): boolean {
    const state = this.store.get();
    return !this.stopped && !this.chosen && !state.trouble && mayTakePart(state);
  }

  stop(): void {
    this.stopped = true;
    this.stream?.stop();
    this.catchUp?.stop();
    this.stopFallback();
    this.voiceCall.end();
    this.cleanups.forEach((stop) => stop());
    this.releaseLock?.();
  }

  async connect(mode: CallMode): Promise<void> {
    this.chosen = true;
    this.store.set({ notice: undefined });
    this.answers.reset();
    if (this.lateVoices) this.useVoices(this.lateVoices);
    this.lateVoices = undefined;
    await this.voiceCall.start(mode);
    if (mode === 'typed') await Promise.all(waitingTyped(this.store.get()).map((entry) => this.retry(entry)));
  }

  /** Gives the call another microphone, or its first one; without a call a new one begins. Answers whether it has it. */
  async takeMicrophone(deviceId?: string): Promise<boolean> {
    const { call } = this.store.get();
    if (!isActive(call)) {
      await this.connect('voice');
      return this.store.get().microphone !== undefined;
    }
    if (call.kind === 'asking') return false; // The browser is asking already.
    this.store.set({ notice: undefined });
    const failed = await this.voiceCall.takeMicrophone(deviceId);
    if (failed) this.store.notify(failed);
    return !failed;
  }

  /** Whether the patient's voice reaches anybody. */
  setAudible(audible: boolean): void {
    this.voiceCall.setAudible(audible);
  }

  /** Cancels an attempt to connect. */
  cancel(): void {
    this.voiceCall.cancel();
  }

  /** Takes the call over from another tab of this browser. */
  takeOver(): Promise<void> {
    return this.takeTabLock(true);
  }

  say(text: string): boolean {
    const words = lineText(text);
    if (!words) return false;
    const typed = isTyped(this.store.get().call);
    const itemId = typed ? this.voiceCall.newItemId() : this.voiceCall.say(words);
    if (!itemId) return false;
    this.store.set({ returned: undefined, undelivered: undefined, notice: undefined });
    const typing = { ...this.keeping(), answers: this.answers, latestCall: this.latestCall() };
    if (typed) void typeLine(typing, { itemId, text: words });
    else this.store.apply({ type: 'typed', itemId, text: words, now: this.serverNow() });
    return true;
  }

  /** Typed words that the patient has not got yet. */
  get unheard(): string {
    return wordsOf(notKept(this.store, this.voiceCall.unheard));
  }

  /** The latest call of the session; undefined while the event stream may yet report a later one. */
  private latestCall(): number | undefined {
    const stored = this.store.get().session?.transcript.lastSeq ?? Infinity;
    return this.lastSeq >= stored ? this.voiceCall.latestCall : undefined;
  }

  mute(muted: boolean): void {
    this.voiceCall.mute(muted);
  }

  level(): number {
    return this.voiceCall.level();
  }

  /** One at a time: a second request could begin the phase after this one, and no phase comes back. */
  async advance(phase: Phase): Promise<void> {
    if (this.store.get().advancing) return;
    this.store.set({ advancing: phase });
    try {
      this.applySession(await this.parts.api.advance(phase));
    } catch (error) {
      this.store.notify(await troubleOf(error));
    } finally {
      this.store.set({ advancing: undefined });
    }
  }

  async end(): Promise<void> {
    if (this.store.get().ending !== 'no') return;
    const { voiceCall } = this;
    await endEncounter({
      ...this.keeping(),
      voiceCall,
      end: this.parts.api.end,
      onEnded: () => this.onEnded(),
    });
  }

  /** What it takes to keep a line. */
  private keeping() {
    const { outbox, clock, device } = this.parts;
    const { store } = this;
    return { store, outbox, clock, sessionId: device.sessionId, serverNow: () => this.serverNow() };
  }

  async retry(entry: Entry): Promise<void> {
    const asks = entry.typed && isTyped(this.store.get().call);
    // Outside typed mode it must not hang up a live voice call.
    const latestCall = asks ? this.latestCall() : 0;
    if (asks) this.answers.sent(entry.itemId, latestCall);
    const failed = await retryLine(this.parts.outbox, entry, latestCall);
    if (!failed) return;
    this.answers.forget(entry.itemId);
    this.store.notify(failed);
  }

  async discard(entry: Entry): Promise<void> {
    const failed = await discardLine(this.parts.outbox, entry);
    if (failed) this.store.notify(failed);
  }

  dismiss(): void {
    this.store.set({ notice: undefined });
  }

  voiceBlocked(blocked: boolean): void {
    this.store.set({ voiceBlocked: blocked });
  }

  private async readSession(): Promise<void> {
    try {
      this.applySession(await this.parts.api.session());
    } catch (error) {
      this.store.set({ trouble: await troubleOf(error) });
      return;
    }
    if (this.stopped) return;
    const stored = this.store.get().session?.transcript.lastSeq;
    this.catchUp = new CatchUp(this.parts.clock, (caughtUp) => this.store.set({ caughtUp }), stored);
    this.followStream();
  }

  private followStream(): void {
    const { clock } = this.parts;
    const fallback = this.fallback();
    this.stopFallback = () => fallback.stop();
    this.stream = this.parts.follow({
      ...(this.lastSeq > 0 && { afterSeq: this.lastSeq }),
      onState: (stream) => {
        this.store.set({ stream, crowded: crowdedBy(this.store.get().crowded, stream) });
        this.catchUp?.streamIs(stream);
        fallback.streamIs(stream);
      },
      onEvent: (event) => {
        const latestCall = this.latestCall();
        // After a gap the log is another one, with numbers of its own.
        this.lastSeq = event.type === 'gap' ? 0 : Math.max(this.lastSeq, event.seq ?? 0);
        this.store.apply({ type: 'event', event, now: clock.now() });
        this.catchUp?.take(event);
        applyServiceEvent(
          {
            store: this.store,
            voiceCall: this.voiceCall,
            answers: this.answers,
            clock,
            latestCall,
            onEnded: () => this.onEnded(),
          },
          event,
        );
      },
    });
  }

  private fallback(): Fallback {
    const { api, clock } = this.parts;
    return new Fallback({
      clock,
      session: () => api.session(),
      transcript: api.transcript && (() => api.transcript!()),
      onSession: (session) => {
        const open = this.store.get().conversation.state === 'open';
        // The stream may have reported something newer while the request was under way.
        if (open) this.applySession(session);
        if (open && session.state !== 'open') void this.onEnded();
      },
      onTranscript: (read) => {
        this.applyTranscript(read);
        this.catchUp?.complete();
      },
      onReachable: (reachable) => {
        if (!reachable === (this.store.get().unreachable ?? false)) return;
        this.store.set({ unreachable: !reachable });
        if (reachable) this.retryNow();
      },
      awaiting: () => isAwaiting(this.store.get(), this.serverNow()),
    });
  }

  /** Applies what came by a plain request instead of the event stream. */
  private applyTranscript(read: Transcript): void {
    const { conversation, stream } = this.store.get();
    for (const event of newsOf(read, conversation, stream.kind === 'live')) {
      this.store.apply({ type: 'event', event, now: this.parts.clock.now() });
      this.answers.onEvent(event);
    }
  }

  private async readVoice(): Promise<void> {
    const { api, clock } = this.parts;
    try {
      const asked = api.voices?.();
      if (asked) this.useVoices(await within(clock, VOICES_MS, asked, (late) => this.lateAnswer(late)));
    } catch {
      // Then the call itself shows whether there is one.
    } finally {
      this.store.set({ voiceAsked: true });
    }
  }

  /** It would move the choices that are shown, so it waits until one is pressed; in a call none are shown. */
  private lateAnswer(voices: Voices): void {
    const { tabRole, call } = this.store.get();
    if (tabRole === 'holder' && !isActive(call)) this.lateVoices = voices;
    else this.useVoices(voices);
  }

  private useVoices({ unavailable, simulated = false }: Voices): void {
    this.store.set({ noVoice: unavailable, simulated });
  }

  private async readPending(): Promise<void> {
    try {
      this.applyPending(await this.parts.outbox.pending(this.parts.device.sessionId));
    } catch (error) {
      // If nothing can be read, no line could be kept either.
      this.store.set({ trouble: await troubleOf(error) });
    }
  }

  private applyPending(pending: Pending): void {
    this.store.apply({ type: 'outbox', entries: pending.entries, now: this.serverNow() });
    this.store.set({ pending });
  }

  private applySession(session: Session): void {
    this.store.apply({ type: 'session', session });
    this.store.set({ session, skew: this.parts.skew() });
  }

  private async takeTabLock(steal: boolean): Promise<void> {
    if (this.parts.followOnly) return;
    const lost = () => {
      this.releaseLock = undefined;
      // First: what the call gives back has no text field here any more, and is kept.
      this.store.set({ tabRole: 'otherTab' });
      this.voiceCall.end();
      this.store.set({ call: { kind: 'idle' } });
    };
    const releaseLock = await this.parts.tabLock.take(this.parts.device.sessionId, steal, lost);
    if (this.stopped) return releaseLock?.();
    this.releaseLock = releaseLock;
    this.store.set({ tabRole: releaseLock ? 'holder' : 'otherTab' });
  }

  private async onEnded(): Promise<void> {
    this.voiceCall.end();
    await keepReturned(this.keeping());
    try {
      await this.parts.markEnded(this.parts.clock.now());
    } catch {
      // Only a hint: the service is asked before an encounter is offered again.
    }
  }

  private networkChanged(): void {
    const online = this.parts.network.online();
    this.store.set({ online });
    if (online) this.retryNow();
  }

  /** The network or the service is back: everything that waits for its next try starts now. */
  private retryNow(): void {
    this.parts.outbox.retryNow(this.parts.device.sessionId);
    this.stream?.retryNow();
    this.voiceCall.retryNow();
  }

  private tick(): void {
    if (hasEnded(this.store.get())) return;
    this.store.apply({ type: 'tick', now: this.parts.clock.now() });
    this.answers.tick();
    const skew = this.parts.skew();
    if (skew !== this.store.get().skew) this.store.set({ skew });
  }

  /** After a sleep the old stream may be dead without anybody having said so. */
  private wake(): void {
    if (!this.stream || hasEnded(this.store.get())) return;
    this.stream.stop();
    this.stopFallback();
    this.followStream();
    this.retryNow();
  }

  private serverNow(): number {
    return this.parts.clock.now() + this.parts.skew();
  }
}
