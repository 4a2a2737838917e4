import { ResponseError, type VoiceToken } from '@viva/client';
import type { Exchanged } from './ports';

/** Which call of the session is this page's own, and whether a later one has replaced it. */
export class CallNumbers {
  /** Undefined while it is not known. */
  private own: number | undefined;
  private latest = 0;
  /** Until the service answers, a call that begins may be this page's own. */
  private asked = 0;
  /** Undefined until the first token tells it. */
  private direct: boolean | undefined;
  /** A call of this page whose number got lost. It is later than this one, if it was made at all. */
  private untoldAfter: number | undefined;

  /** The service reports that a call of the session has begun, here or on another device. */
  started(number: number): void {
    this.latest = Math.max(this.latest, number);
  }

  /** The session's latest call; undefined while one of this page may be a later one. */
  get known(): number | undefined {
    const doubtful = this.untoldAfter !== undefined && this.highest <= this.untoldAfter;
    return this.asked > 0 || doubtful ? undefined : this.highest;
  }

  private get highest(): number {
    return Math.max(this.latest, this.own ?? 0);
  }

  get isReplaced(): boolean {
    return this.asked === 0 && this.own !== undefined && this.latest > this.own;
  }

  /** In mode `direct` the token is the call; else it tells of the one that it will replace. */
  minting(token: Promise<VoiceToken>): Promise<VoiceToken> {
    return this.asking(token, this.direct !== false, ({ mode, latestCall }, before) => {
      // Then the tokens whose answers got lost before were no calls.
      if (this.direct === undefined && mode !== 'direct') this.untoldAfter = undefined;
      this.direct = mode === 'direct';
      if (this.direct) this.made(latestCall, before);
      else this.started(latestCall ?? 0);
    });
  }

  exchanging(exchanged: Promise<Exchanged>): Promise<Exchanged> {
    return this.asking(exchanged, !this.direct, ({ callNumber }, before) => {
      if (!this.direct) this.made(callNumber, before);
    });
  }

  private made(number: number | undefined, before: number): void {
    this.own = number && Math.max(number, this.own ?? 0);
    this.untoldAfter = number === undefined ? before : undefined;
  }

  private async asking<T>(
    answer: Promise<T>,
    makesCall: boolean,
    note: (answer: T, before: number) => void,
  ): Promise<T> {
    const before = this.highest;
    this.asked += 1;
    try {
      const given = await answer;
      note(given, before);
      return given;
    } catch (error) {
      // The call may have been made all the same, under a number that nobody told.
      const refused = error instanceof ResponseError && error.response.status < 500;
      if (makesCall && !refused) this.made(undefined, before);
      throw error;
    } finally {
      this.asked -= 1;
    }
  }
}
