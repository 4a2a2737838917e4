import type { Clock, Entry, Failure, SayReceipt, SessionEvent, Turn } from '@viva/client';
import { inWords, troubleOf } from '../api/problems';
import { isTyped } from '../call/state';
import { calledName } from '../device/speaker';
import { isReported, type Unanswered } from './encounterState';
import type { EncounterStore } from './encounterStore';

/** How long nothing may come of a typed line. The service reports a silent patient, but a proxy may hold that back. */
const SILENT_AFTER_MS = 60_000;

interface TypedAnswersParts {
  readonly store: EncounterStore;
  readonly clock: Clock;
  readonly askAgain?:
    ((itemId: string, text: string, latestCall: number | undefined) => Promise<SayReceipt>) | undefined;
  /** The latest call that is known now; undefined while that is uncertain. */
  readonly latestCall: () => number | undefined;
}

/** The answers to lines that are typed without a call: which are still to come, and which do not come. */
export class TypedAnswers {
  /** With the latest call that was known for each; undefined if it counts as typed when it is sent. */
  private readonly awaited = new Map<string, number | undefined>();
  /** The number of the voice call that is live at this place of the log; 0 without one. */
  private spoken = 0;
  /** Lines without an answer that cannot be asked again while that call lasts. */
  private held: Unanswered[] = [];
  /** When something was last heard of an answer. */
  private lastSign = 0;

  constructor(private readonly parts: TypedAnswersParts) {}

  /** A line is on its way to the patient. */
  sent(itemId: string, latestCall: number | undefined): void {
    this.awaited.set(itemId, latestCall);
    this.lastSign = this.parts.clock.now();
    this.remove(itemId);
    this.update();
  }

  /** Another call begins: what was typed before it is answered no more. */
  reset(): void {
    this.awaited.clear();
    this.held = [];
    this.parts.store.set({ unanswered: [] });
  }

  /** The service has stored the line and cannot have it answered now. */
  refused(itemId: string, failure: Failure): void {
    const { device } = this.parts.store.get();
    const name = calledName(device);
    const { words, requestId } = inWords(failure);
    const why = `Your line is saved, but ${name} cannot answer it now. ${words}`;
    this.silent({ itemId, words: why, requestId });
  }

  onEvent(event: Pick<SessionEvent, 'type' | 'call' | 'turn' | 'partial' | 'warning'>): void {
    const { turn, partial, warning } = event;
    this.followCalls(event);
    if (!isTyped(this.parts.store.get().call)) return;
    if (turn?.role === 'student') this.stored(turn);
    if (turn?.role === 'patient') this.answered(turn);
    if (partial?.role === 'patient') this.lastSign = this.parts.clock.now();
    if (!warning?.itemId) return;
    const { itemId, detail, lasting } = warning;
    this.silent({ itemId, words: detail, lasting });
  }

  /** What was stored before a voice call gets no answer while that call lasts, not even when it is asked again. */
  private followCalls({ type, call }: Pick<SessionEvent, 'type' | 'call'>): void {
    const began = type === 'call_started' && call;
    if (type === 'call_ended' && call?.callNumber === this.spoken) this.spoken = 0;
    if (began) this.spoken = call.kind === 'text' ? 0 : call.callNumber;
    const { store } = this.parts;
    const { conversation, call: here, unanswered } = store.get();
    if (!isTyped(here)) return;
    if (!this.spoken) return this.held.splice(0).forEach((line) => this.silent(line));
    if (!began) return;
    this.held.push(...unanswered);
    store.set({ unanswered: [] });
    for (const itemId of this.awaited.keys()) if (conversation.turns.has(itemId)) this.hold(itemId);
  }

  /** The line can be asked again once the call is over. */
  private hold(itemId: string): void {
    this.forget(itemId);
    this.held.push({ itemId, words: this.notYet() });
  }

  /** The service leaves a voice call alone that is later than the line knew of. */
  private stored({ itemId }: Turn): void {
    const latestCall = this.awaited.get(itemId);
    if (latestCall !== undefined && this.spoken > latestCall) this.hold(itemId);
  }

  /** A line that the service refused to store gets no answer. */
  onEntries(entries: readonly Entry[]): void {
    for (const { itemId, state } of entries) if (state === 'attention') this.forget(itemId);
  }

  /** A line that is not sent gets no answer. */
  forget(itemId: string): void {
    if (this.awaited.delete(itemId)) this.update();
  }

  tick(): void {
    const { store, clock } = this.parts;
    const { call, pending } = store.get();
    if (!isTyped(call) || this.awaited.size === 0) return;
    // Nothing is late of a line that is not sent yet.
    if (pending.entries.some(({ itemId }) => this.awaited.has(itemId))) this.lastSign = clock.now();
    if (clock.now() - this.lastSign < SILENT_AFTER_MS) return;
    for (const itemId of this.awaited.keys()) this.silent({ itemId, words: this.notYet(), late: true });
  }

  private notYet(): string {
    return `${calledName(this.parts.store.get().device)} has not answered yet. Your line is saved: ask again.`;
  }

  /** Stops reporting the oldest line as unanswered. An answer that is only late is still looked for. */
  leave(): void {
    const { store } = this.parts;
    const { unanswered } = store.get();
    const oldest = unanswered.find(isReported);
    if (oldest && !oldest.late) return this.remove(oldest.itemId);
    store.set({
      unanswered: unanswered.map((line) => (line === oldest ? { ...line, closed: true as const } : line)),
    });
  }

  private remove(itemId: string): void {
    const { store } = this.parts;
    const others = (line: Unanswered) => line.itemId !== itemId;
    this.held = this.held.filter(others);
    store.set({ unanswered: store.get().unanswered.filter(others) });
  }

  /** Asks again for the answer to the oldest line that has none. */
  async askAgain(): Promise<void> {
    const { store, askAgain, latestCall } = this.parts;
    const { unanswered, conversation } = store.get();
    const oldest = unanswered.find(isReported);
    if (!oldest || !askAgain) return;
    const { itemId } = oldest;
    const line = conversation.turns.get(itemId) ?? conversation.local.get(itemId);
    this.remove(itemId);
    store.set({ notice: undefined });
    if (!line) return;
    // Before the request: the answer may come before its receipt.
    const known = latestCall();
    this.sent(itemId, known);
    try {
      const { answered } = await askAgain(itemId, line.text, known);
      if (answered && this.awaited.delete(itemId)) this.update();
    } catch (error) {
      const { words, requestId, status } = await troubleOf(error);
      // Without a reply the answer may still come.
      this.silent({ itemId, words, requestId, ...((status === 0 || status === 408) && { late: true }) });
    }
  }

  private answered({ previousItemId }: Turn): void {
    this.lastSign = this.parts.clock.now();
    if (previousItemId === undefined) {
      // An answer in another device's call says nothing of what was typed here.
      if (!this.spoken) this.reset();
    } else {
      this.awaited.delete(previousItemId);
      this.remove(previousItemId);
    }
    this.update();
  }

  private silent(line: Unanswered): void {
    const { call, unanswered, conversation } = this.parts.store.get();
    if (!isTyped(call)) return;
    this.awaited.delete(line.itemId);
    const place = ({ itemId }: Unanswered) => conversation.turns.get(itemId)?.seq ?? Number.MAX_SAFE_INTEGER;
    const all = [...unanswered.filter(({ itemId }) => itemId !== line.itemId), line];
    this.parts.store.set({ unanswered: all.sort((a, b) => place(a) - place(b)) });
    this.update();
  }

  private update(): void {
    this.parts.store.set({ responding: this.awaited.size > 0 });
  }
}
