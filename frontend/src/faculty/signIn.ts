import type { Trouble } from '../api/problems';
import { Store } from '../ui/store';
import type { FacultyApi, Token } from './api';
import { facultyTrouble } from './words';

/** Where the institution's identity provider says who someone is. */
export interface Identity {
  /** Leaves the page for the provider's. */
  login(): Promise<void>;
  /** Takes the provider's answer from the address, if it is there; whether someone is logged in now. */
  finishLogin(): Promise<boolean>;
  /** A token that is valid now; renewed when it has to be. */
  token(): Promise<string>;
  logout(): Promise<void>;
}

/** Where the key stays: in this tab alone. */
export type KeyPlace = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export type SignInState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'out'; readonly trouble?: Trouble | undefined; readonly ended?: boolean }
  | { readonly kind: 'in'; readonly api: FacultyApi; readonly by: 'key' | 'identity' };

interface Parts {
  readonly place: KeyPlace;
  readonly identity?: Identity | undefined;
  readonly openApi: (token: Token) => FacultyApi;
}

const KEY = 'viva-faculty-key';

/** Whether this tab is faculty's, and with what it proves that. */
export class SignIn {
  readonly store = new Store<{ state: SignInState }>({ state: { kind: 'checking' } });

  constructor(private readonly parts: Parts) {}

  get hasIdentity(): boolean {
    return this.parts.identity !== undefined;
  }

  /** Goes on where this tab was, or where the identity provider sent it back. Never throws. */
  async start(): Promise<void> {
    const key = this.read();
    if (key) return this.withKey(key);
    const { identity } = this.parts;
    try {
      if (identity && (await identity.finishLogin()))
        return await this.enter(() => identity.token(), 'identity');
      this.set({ kind: 'out' });
    } catch (error) {
      this.set({ kind: 'out', trouble: await facultyTrouble(error) });
    }
  }

  /** Tries a key at the service, and keeps it when it opens something. Never throws. */
  async withKey(typed: string): Promise<void> {
    const key = typed.trim();
    this.set({ kind: 'checking' });
    // A header takes nothing else: without this check the browser itself would refuse, in words of its own.
    if (!/^[\x21-\x7e]+$/.test(key)) return this.set({ kind: 'out', trouble: REFUSED });
    try {
      await this.enter(() => key, 'key');
      this.keep(key);
    } catch (error) {
      const trouble = await facultyTrouble(error);
      if (isRefusal(trouble)) this.forget();
      this.set({ kind: 'out', trouble: isRefusal(trouble) ? REFUSED : trouble });
    }
  }

  async withIdentity(): Promise<void> {
    try {
      await this.parts.identity?.login();
    } catch (error) {
      this.set({ kind: 'out', trouble: await facultyTrouble(error) });
    }
  }

  /** The service no longer accepts what it accepted before. */
  refused(): void {
    this.forget();
    this.set({ kind: 'out', trouble: REFUSED });
  }

  async signOut(): Promise<void> {
    this.forget();
    const { state } = this.store.get();
    this.set({ kind: 'out', ended: true });
    if (state.kind === 'in' && state.by === 'identity') await this.parts.identity?.logout();
  }

  private async enter(token: Token, by: 'key' | 'identity'): Promise<void> {
    const api = this.parts.openApi(token);
    await api.list({ limit: 1 });
    this.set({ kind: 'in', api, by });
  }

  private set(state: SignInState): void {
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

/** Whether it is the key that is refused, and not the service that is out. */
export function isRefusal({ status }: Pick<Trouble, 'status'>): boolean {
  return status === 401 || status === 403;
}
