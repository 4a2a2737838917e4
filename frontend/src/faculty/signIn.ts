import { isRetryable, type Clock } from '@viva/client';
import { backoff } from '@viva/client/toolkit';
import type { Trouble } from '../api/problems';
import { forgetLogin, type Identity } from '../identity/identity';
import { isLoginOver, LoginError } from '../identity/loginError';
import { Store } from '../ui/store';
import type { FacultyApi, Token } from './api';
import { facultyTrouble } from './words';

/** Where the key stays: in this tab alone. */
export type KeyPlace = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export type SignInState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'out'; readonly trouble?: Trouble | undefined; readonly ended?: boolean }
  | { readonly kind: 'in'; readonly api: FacultyApi; readonly by: 'key' | 'identity' };

/** Whether one can sign in with one's institution here. `unknown`: the service did not say; it is asked again. */
export type Institution =
  { readonly kind: 'looking' | 'none' | 'there' } | { readonly kind: 'unknown'; readonly trouble: Trouble };

type Login = Pick<Identity, 'login' | 'finishLogin' | 'token' | 'subject' | 'logout'>;

interface Parts {
  readonly place: KeyPlace;
  /** The institution's identity provider; undefined where there is none. */
  readonly findIdentity: () => Promise<Login | undefined>;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly openApi: (token: Token) => FacultyApi;
  /** Called with who comes in, before anything is shown: what this tab keeps of others is not for them. */
  readonly keepDraftsOf: (owner: string) => void;
}

const KEY = 'viva-faculty-key';

/** Whether this tab is faculty's, and with what it proves that. */
export class SignIn {
  readonly store = new Store<{ state: SignInState; institution: Institution }>({
    state: { kind: 'checking' },
    institution: { kind: 'looking' },
  });
  private identity: Login | undefined;
  private looking: Promise<void> | undefined;
  private failures = 0;
  private cancelLook = () => {};
  /** What began before a sign-out changes nothing after it. */
  private signOuts = 0;
  private comingBack = false;

  constructor(private readonly parts: Parts) {}

  /** Goes on where this tab was, or where the identity provider sent it back. Never throws. */
  async start(): Promise<void> {
    await this.look();
    const key = this.read();
    return key ? this.withKey(key) : this.goOn();
  }

  /** Looks again whether the institution has a login, and continues to sign in with it. Never throws. */
  async lookAgain(): Promise<void> {
    await this.look();
    const { state } = this.store.get();
    // Not past who is signing in with a key, or has just signed out.
    if (this.identity && state.kind === 'out' && !state.ended) await this.goOn();
  }

  /** Tries a key at the service, and keeps it when it opens something. Never throws. */
  async withKey(typed: string): Promise<void> {
    const key = typed.trim();
    this.set({ kind: 'checking' });
    // A header takes nothing else: without this check the browser itself would refuse, in words of its own.
    if (!/^[\x21-\x7e]+$/.test(key)) return this.set({ kind: 'out', trouble: REFUSED });
    const { signOuts } = this;
    try {
      if (await this.enter(() => key, 'key', signOuts)) this.keep(key);
    } catch (error) {
      const trouble = await facultyTrouble(error);
      if (signOuts !== this.signOuts) return;
      if (isRefusal(trouble)) this.forget();
      this.set({ kind: 'out', trouble: isRefusal(trouble) ? REFUSED : trouble });
    }
  }

  /** Whether the page is being left for a login that leads back to it, in the same tab. */
  get comesBack(): boolean {
    return this.comingBack;
  }

  async withIdentity(): Promise<void> {
    const { state } = this.store.get();
    this.comingBack = true;
    try {
      await this.identity?.login(state.kind === 'out' && state.trouble === NOT_FACULTY);
    } catch (error) {
      this.set({ kind: 'out', trouble: await facultyTrouble(error) });
    }
  }

  /** The service no longer accepts what it accepted before, or the login has run out. */
  refused(trouble: Trouble): void {
    const { state } = this.store.get();
    if (state.kind !== 'in') return; // another request was refused before, and has said so
    this.forget();
    this.set({ kind: 'out', trouble: state.by === 'identity' ? inLoginWords(trouble) : REFUSED });
  }

  async signOut(): Promise<void> {
    this.signOuts++;
    this.forget();
    // Nobody signs in before the identity provider has answered: it takes the page away, or has failed.
    this.set({ kind: 'checking' });
    const trouble = (await this.endLogin()) ? undefined : await facultyTrouble(new LoginError('login_kept'));
    this.set({ kind: 'out', ended: true, trouble });
  }

  /**
   * Ends the institution's login, also when it was a key that opened: whoever comes next finds no login in this tab.
   * Answers whether it is over at the identity provider too.
   */
  private async endLogin(): Promise<boolean> {
    const ended = (await this.isLoggedIn()) ? await this.identity?.logout() : undefined;
    // Where the provider is not known, or the login cannot be read, the tab alone forgets it.
    return ended ?? !forgetLogin();
  }

  private async isLoggedIn(): Promise<boolean> {
    try {
      return (await this.identity?.subject()) !== undefined;
    } catch {
      return false; // The login cannot be read, and so not used.
    }
  }

  /** One look at a time, however many ask for it. */
  private look(): Promise<void> {
    this.cancelLook();
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    const { findIdentity, clock, random = Math.random } = this.parts;
    try {
      this.identity = await findIdentity();
      this.store.set({ institution: { kind: this.identity ? 'there' : 'none' } });
    } catch (error) {
      const trouble = await facultyTrouble(error);
      this.store.set({ institution: { kind: 'unknown', trouble: inLookWords(trouble) } });
      if (!isRetryable(trouble)) return;
      const wait = backoff(++this.failures, random, trouble.retryAfterS);
      this.cancelLook = clock.after(wait, () => void this.lookAgain());
    }
  }

  /** Takes the identity provider's answer, or who is logged in already. */
  private async goOn(): Promise<void> {
    const { identity, signOuts } = this;
    try {
      const loggedIn = identity !== undefined && (await identity.finishLogin());
      if (signOuts !== this.signOuts) {
        // A code that was exchanged meanwhile has put a login into the tab.
        if (loggedIn) forgetLogin();
        return;
      }
      if (!loggedIn) {
        // Else it stands already, and says why.
        if (this.store.get().state.kind === 'checking') this.set({ kind: 'out' });
        return;
      }
      this.set({ kind: 'checking' });
      await this.enter(() => identity.token(), 'identity', signOuts);
    } catch (error) {
      const trouble = await facultyTrouble(error);
      if (signOuts !== this.signOuts) return;
      this.set({ kind: 'out', trouble: inLoginWords(trouble) });
    }
  }

  /** Answers whether they are in: not who has signed out meanwhile. */
  private async enter(token: Token, by: 'key' | 'identity', signOuts: number): Promise<boolean> {
    const api = this.parts.openApi(token);
    await api.list({ limit: 1 });
    // All who have a key are one to the service.
    const who = by === 'key' ? 'key' : `login ${await this.identity?.subject()}`;
    if (signOuts !== this.signOuts) return false;
    this.parts.keepDraftsOf(who);
    this.set({ kind: 'in', api, by });
    return true;
  }

  private set(state: SignInState): void {
    this.comingBack = false;
    this.store.set({ state });
  }

  private read(): string | undefined {
    try {
      return this.parts.place.getItem(KEY) ?? undefined;
    } catch {
      return undefined; // Storage is forbidden: the key lasts until the page is left.
    }
  }

  private keep(key: string): void {
    try {
      this.parts.place.setItem(KEY, key);
    } catch {
      return; // As above.
    }
  }

  private forget(): void {
    try {
      this.parts.place.removeItem(KEY);
    } catch {
      return; // Nothing was kept.
    }
  }
}

const REFUSED: Trouble = {
  code: 'unauthenticated',
  status: 401,
  words: 'The service refuses this key. Check that it is whole, or ask whoever runs the service.',
};

const LOGIN_REFUSED: Trouble = {
  code: 'unauthenticated',
  status: 401,
  words: 'The service no longer accepts this login. Log in again, or ask whoever runs the service.',
};

const NOT_FACULTY: Trouble = {
  code: 'forbidden',
  status: 403,
  words:
    'Your institution has logged you in, but not as faculty. Sign in as somebody else, or ask whoever runs the service.',
};

/** The same trouble where only the way in through the institution waits for it. */
function inLookWords(trouble: Trouble): Trouble {
  const words = `Whether you can sign in with your institution could not be read. ${trouble.words} A faculty key works meanwhile.`;
  return { ...trouble, words };
}

/** The same trouble for someone whom the identity provider has logged in. */
function inLoginWords(trouble: Trouble): Trouble {
  if (trouble.status === 403) return NOT_FACULTY;
  return isRefusal(trouble) && !isLoginOver(trouble) ? LOGIN_REFUSED : trouble;
}

/** Whether it is the key that is refused, and not the service that is out. */
export function isRefusal({ status }: Pick<Trouble, 'status'>): boolean {
  return status === 401 || status === 403;
}
