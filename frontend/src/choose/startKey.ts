import type { NewSession } from '@viva/client';
import { randomLetters, type RandomBytes } from '../call/typing';

/**
 * The Idempotency-Key of a start: the same as long as the same is asked for, so that pressing again after a lost answer
 * gives the encounter that was begun, and not another. As secret as a grant; kept nowhere.
 */
export class StartKey {
  private last: { readonly asked: string; readonly key: string } | undefined;

  constructor(private readonly randomBytes: RandomBytes) {}

  /** @param credential by which it is asked for, if by any */
  of(session: NewSession, credential = ''): string {
    const asked = `${JSON.stringify(session)} ${credential}`;
    if (this.last?.asked !== asked) this.last = { asked, key: randomLetters(22, this.randomBytes) };
    return this.last.key;
  }
}
