import type { Entry, Follower, Phase, Session, SessionEvent, Turn } from '@viva/client';
import { troubleOf } from '../api/problems';
import { isTyped, type Means } from '../call/state';
import { Talk } from '../call/talk';
import { Fallback } from './fallback';
import { hearing, keep } from './hearing';
import { heed } from './heeding';
import { endEncounter } from './ending';
import { atTheDoor, isOver } from './roomState';
import type { RoomParts } from './roomParts';
import { RoomStore } from './roomStore';

const TICK_MS = 5_000;

/**
 * One encounter as one page sees it: joins the call, the event stream and the outbox into one state. Words are in the
 * outbox before they count as said; the service's events are the truth.
 */
export class Room {
  readonly store: RoomStore;
  private readonly talk: Talk;
  private readonly leaving: (() => void)[] = [];
  private stream: Follower | undefined;
  private letGo: (() => void) | undefined;
  private left = false;

  constructor(private readonly parts: RoomParts) {
    const seat = parts.followOnly ? 'follow' : 'finding';
    this.store = new RoomStore(atTheDoor(parts.device, seat, parts.network.online()));
    const listener = hearing({ ...parts, store: this.store, sessionId: parts.device.sessionId });
    this.talk = parts.talk(listener, () => this.serverNow());
  }

  async enter(): Promise<void> {
    const { outbox, device, network } = this.parts;
    this.leaving.push(
      outbox.watch((id, pending) => {
        if (id !== device.sessionId) return;
        this.store.apply({ type: 'outbox', entries: pending.entries });
        this.store.set({ pending });
      }),
      network.watch(() => this.networkChanged()),
    );
    this.tick();
    await Promise.all([this.readSession(), this.takeSeat(false), this.readPending(), this.readVoice()]);
  }

  leave(): void {
    this.left = true;
    this.stream?.stop();
    this.talk.end();
    this.leaving.forEach((stop) => stop());
    this.letGo?.();
  }

  connect(means: Means): Promise<void> {
    this.store.set({ notice: undefined });
    return this.talk.start(means);
  }

  renewMicrophone(): Promise<void> {
    return this.talk.renewMicrophone();
  }

  /** Gives up an attempt to connect. */
  cancel(): void {
    this.talk.cancel();
  }

  /** Takes the call over from another tab of this browser. */
  takeOver(): Promise<void> {
    return this.takeSeat(true);
  }

  say(text: string): boolean {
    const words = text.trim();
    if (words && isTyped(this.store.get().call)) return this.type(words);
    const itemId = words ? this.talk.say(words) : undefined;
    if (!itemId) return false;
    this.store.set({ returned: undefined, notice: undefined });
    this.store.apply({ type: 'typed', itemId, text: words, now: this.serverNow() });
    return true;
  }

  /** A line without a call: kept on this device until the service has it, which gives it to the patient. */
  private type(text: string): boolean {
    const { outbox, device } = this.parts;
    const itemId = this.talk.newItemId();
    const startedAt = new Date(this.serverNow());
    const line = { itemId, role: 'student' as const, text, startedAt, finalizedAt: startedAt };
    this.store.set({ returned: undefined, notice: undefined, unanswered: undefined, responding: true });
    this.store.apply({ type: 'final', line, now: this.serverNow() });
    void keep(this.store, outbox.say(device.sessionId, itemId, text));
    return true;
  }

  /** The patient could not answer a typed line: asks once more. */
  async askAgain(): Promise<void> {
    const { unanswered, conversation } = this.store.get();
    const turn = unanswered && conversation.turns.get(unanswered);
    this.store.set({ unanswered: undefined, notice: undefined });
    if (!turn) return;
    try {
      await this.parts.api.askAgain?.(turn.itemId, turn.text);
      this.store.set({ responding: true });
    } catch (error) {
      this.store.tell((await troubleOf(error)).words);
      this.store.set({ unanswered: turn.itemId });
    }
  }

  mute(muted: boolean): void {
    this.talk.mute(muted);
  }

  level(): number {
    return this.talk.level();
  }

  async advance(phase: Phase): Promise<void> {
    try {
      this.took(await this.parts.api.advance(phase));
    } catch (error) {
      this.store.tell((await troubleOf(error)).words);
    }
  }

  async end(): Promise<void> {
    if (this.store.get().ending !== 'no') return;
    const { outbox, api, device } = this.parts;
    const over = () => this.over();
    await endEncounter({
      store: this.store,
      talk: this.talk,
      outbox,
      end: api.end,
      sessionId: device.sessionId,
      over,
    });
  }

  retry(entry: Entry): Promise<void> {
    return this.parts.outbox.retry(entry);
  }

  discard(entry: Entry): Promise<void> {
    return this.parts.outbox.discard(entry);
  }

  dismiss(): void {
    this.store.set({ notice: undefined });
  }

  voiceBlocked(blocked: boolean): void {
    this.store.set({ voiceBlocked: blocked });
  }

  private async readSession(): Promise<void> {
    try {
      this.took(await this.parts.api.session());
    } catch (error) {
      this.store.set({ trouble: await troubleOf(error) });
      return;
    }
    if (this.left) return;
    const { clock } = this.parts;
    const fallback = this.fallback();
    this.leaving.push(() => fallback.stop());
    this.stream = this.parts.follow({
      onState: (stream) => {
        this.store.set({ stream });
        fallback.streamIs(stream);
      },
      onEvent: (event) => {
        this.store.apply({ type: 'event', event, now: clock.now() });
        heed({ store: this.store, talk: this.talk, clock, over: () => this.over() }, event);
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
        // What the stream told meanwhile is newer than an answer that was on its way.
        if (open) this.took(session);
        if (open && session.state !== 'open') void this.over();
      },
      onTranscript: ({ turns }) => this.readAlong(turns),
      onReachable: (reachable) => {
        if (!reachable === (this.store.get().unreachable ?? false)) return;
        this.store.set({ unreachable: !reachable });
        if (reachable) this.back();
      },
      awaiting: () => this.isAwaiting(),
    });
  }

  /** An answer to a typed line and the end by the deadline are told by the event stream alone. */
  private isAwaiting(): boolean {
    const state = this.store.get();
    if (isOver(state)) return false;
    const deadline = state.session?.deadlineAt.getTime() ?? Infinity;
    return (state.responding && isTyped(state.call)) || this.serverNow() > deadline;
  }

  /** Lines that were read by a plain request rather than told. */
  private readAlong(turns: readonly Turn[]): void {
    const { conversation, call } = this.store.get();
    const news = turns.filter((turn) => !conversation.turns.has(turn.itemId));
    for (const turn of news) {
      const event = { type: 'turn' as const, seq: turn.seq, createdAt: turn.createdAt, turn };
      this.store.apply({ type: 'event', event: event as SessionEvent, now: this.parts.clock.now() });
    }
    const answered = news.some((turn) => turn.role === 'patient');
    if (answered && isTyped(call)) this.store.set({ responding: false });
  }

  private async readVoice(): Promise<void> {
    try {
      this.store.set({ noVoice: await this.parts.api.noVoice?.() });
    } catch {
      // Then the call itself says whether there is one.
    }
  }

  private async readPending(): Promise<void> {
    try {
      const pending = await this.parts.outbox.pending(this.parts.device.sessionId);
      this.store.apply({ type: 'outbox', entries: pending.entries });
      this.store.set({ pending });
    } catch (error) {
      // Where nothing can be read, nothing said here could be kept either.
      this.store.set({ trouble: await troubleOf(error) });
    }
  }

  private took(session: Session): void {
    const { conversation: before } = this.store.get();
    const skew = this.parts.skew();
    const now = { ...before, phase: session.phase, state: session.state };
    this.store.set({ session, skew, conversation: now });
  }

  private async takeSeat(steal: boolean): Promise<void> {
    if (this.parts.followOnly) return;
    const lost = () => {
      this.letGo = undefined;
      this.talk.end();
      this.store.set({ seat: 'elsewhere', call: { kind: 'idle' } });
    };
    const letGo = await this.parts.hold.take(this.parts.device.sessionId, steal, lost);
    if (this.left) return letGo?.();
    this.letGo = letGo;
    this.store.set({ seat: letGo ? 'here' : 'elsewhere' });
  }

  private async over(): Promise<void> {
    this.talk.end();
    try {
      await this.parts.ended(this.parts.clock.now());
    } catch {
      // The device's note is only a hint: the service is asked before an encounter is offered again.
    }
  }

  private networkChanged(): void {
    const online = this.parts.network.online();
    this.store.set({ online });
    if (online) this.back();
  }

  /** The network or the service is back: what waits between two tries tries now. */
  private back(): void {
    this.parts.outbox.retryNow(this.parts.device.sessionId);
    this.stream?.retryNow();
    this.talk.retryNow();
  }

  private tick(): void {
    if (this.left || isOver(this.store.get())) return;
    this.store.apply({ type: 'tick', now: this.parts.clock.now() });
    const skew = this.parts.skew();
    if (skew !== this.store.get().skew) this.store.set({ skew });
    this.leaving.push(this.parts.clock.after(TICK_MS, () => this.tick()));
  }

  private serverNow(): number {
    return this.parts.clock.now() + this.parts.skew();
  }
}
