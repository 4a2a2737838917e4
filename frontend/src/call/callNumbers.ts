import { ResponseError, type VoiceToken } from '@viva/client';
import type { Exchanged } from './ports';

/** Which call of the session is this page's own, and whether a later one has replaced it. */
export class CallNumbers {
  /** Undefined while it is not known. */
  private own: number | undefined;
  private latest = 0;
  /** Until the service answers, a call that begins may be this page's own. */
  private asked = 0;
  private direct = false;
  /** A call of this page was made under a number that nobody told, or perhaps was not made. */
  private untold = false;

  /** The service reports that a call of the session has begun, here or on another device. */
  started(number: number): void {
    this.latest = Math.max(this.latest, number);
  }

  /** The session's latest call; undefined while one of this page may be a later one. */
  get known(): number | undefined {
    return this.asked > 0 || this.untold ? undefined : Math.max(this.latest, this.own ?? 0);
  }

  get isReplaced(): boolean {
    return this.asked === 0 && this.own !== undefined && this.latest > this.own;
  }

  /** In mode `direct` the token is the call; else it tells of the one that it will replace. */
  minting(token: Promise<VoiceToken>): Promise<VoiceToken> {
    return this.asking(token, this.direct, ({ mode, latestCall }) => {
      this.direct = mode === 'direct';
      if (this.direct) this.made(latestCall);
      else this.started(latestCall ?? 0);
    });
  }

  exchanging(exchanged: Promise<Exchanged>): Promise<Exchanged> {
    return this.asking(exchanged, !this.direct, ({ callNumber }) => {
      if (!this.direct) this.made(callNumber);
    });
  }

  private made(number: number | undefined): void {
    this.own = number && Math.max(number, this.own ?? 0);
    this.untold = number === undefined;
  }

  private async asking<T>(answer: Promise<T>, makesCall: boolean, note: (answer: T) => void): Promise<T> {
    this.asked += 1;
    try {
      const given = await answer;
      note(given);
      return given;
    } catch (error) {
      // The call may have been made all the same, under a number that nobody told.
      const refused = error instanceof ResponseError && error.response.status < 500;
      if (makesCall && !refused) this.made(undefined);
      throw error;
    } finally {
      this.asked -= 1;
    }
  }
}
