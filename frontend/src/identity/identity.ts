import type { Clock } from '@viva/client';
import { LateError, within } from '@viva/client/toolkit';
import { LoginError } from './loginError';
import type { LoginClient, LoginSettings, Person } from './loginClient';

/** Who is logged in at the institution's identity provider, in this tab. */
export interface Identity {
  /**
   * Leaves the page for the identity provider's, which sends the browser back to this address.
   *
   * @param another to ask for name and password even of who is logged in there
   */
  login(another?: boolean): Promise<void>;
  /** Takes the identity provider's answer from the address, if it is there; whether someone is logged in now. */
  finishLogin(): Promise<boolean>;
  /** An access token that is valid now; renewed when it has to be. */
  token(): Promise<string>;
  /** The name of who is logged in, if the identity provider tells it. */
  name(): Promise<string | undefined>;
  /** Who is logged in: the same at each login of one person, and nobody else's. */
  subject(): Promise<string | undefined>;
  /**
   * Forgets the login here and ends it at the identity provider; answers whether that worked. The next login in this tab
   * asks for name and password. Never throws.
   */
  logout(): Promise<boolean>;
}

/** A token that is shorter valid is renewed before it is used. */
const MIN_LEFT_S = 60;
/** How long a logout waits for a renewal, whose answer would put the login back into this tab. */
const RENEWED_WITHIN_MS = 3_000;
/** Until then nobody can start, in case somebody is logged in. */
const LOADED_WITHIN_MS = 10_000;

interface Parts {
  readonly settings: LoginSettings;
  /** This tab's alone. */
  readonly storage: () => Storage;
  readonly clock: Clock;
  readonly address: Pick<Location, 'origin' | 'pathname' | 'search' | 'hash' | 'href'>;
  /** Changes the address without loading it. */
  readonly replace: (address: string) => void;
  /** Loads the library, which most visitors never need. */
  readonly loadClient: () => Promise<
    (settings: LoginSettings, redirect: string, kept: Storage) => LoginClient
  >;
}

/** The login of this tab. */
export class TabIdentity implements Identity {
  private client: Promise<LoginClient> | undefined;
  private renewing: Promise<Person> | undefined;
  private answering: Promise<void> | undefined;
  private leaving = false;

  constructor(private readonly parts: Parts) {}

  async login(another = false): Promise<void> {
    const client = await this.open();
    await client.begin(this.parts.address.hash, another || this.hasLeft());
  }

  async finishLogin(): Promise<boolean> {
    if (isAnswer(this.parts.address.search))
      this.answering = this.takeAnswer().finally(() => {
        this.answering = undefined;
      });
    // Who asks meanwhile, as from another screen, would hear that nobody is logged in.
    await this.answering;
    return (await this.person()) !== undefined;
  }

  private async takeAnswer(): Promise<void> {
    const { address, replace } = this.parts;
    const answer = address.href;
    // At once: the code in the address works once, and must be in no history and no copied link.
    replace(address.pathname + (isScreen(address.hash) ? address.hash : ''));
    const client = await this.open();
    const begunAt = await client.finish(answer);
    this.parts.storage().removeItem(LEFT);
    // The identity provider sends nobody to a screen: who is on one has gone there meanwhile, and stays.
    if (isScreen(begunAt) && !isScreen(address.hash)) replace(address.pathname + begunAt);
  }

  async token(): Promise<string> {
    const person = await this.person();
    if (!person) throw new LoginError('login_needed');
    if (person.secondsLeft > MIN_LEFT_S) return person.token;
    try {
      return (await this.renew()).token;
    } catch (error) {
      // It is still good for now, whatever the identity provider's trouble is.
      if (person.secondsLeft > 0 && !this.hasLeft()) return person.token;
      throw error;
    }
  }

  async name(): Promise<string | undefined> {
    return (await this.person())?.name;
  }

  async subject(): Promise<string | undefined> {
    return (await this.person())?.subject;
  }

  async logout(): Promise<boolean> {
    const { storage, clock } = this.parts;
    this.leaving = true;
    try {
      // First: the page is left.
      storage().setItem(LEFT, 'yes');
      const client = await this.open();
      if (this.renewing) await within(clock, RENEWED_WITHIN_MS, this.renewing).catch(() => undefined);
      return await client.leave();
    } catch {
      forgetLogin(storage);
      return false;
    } finally {
      this.leaving = false;
    }
  }

  /** Whether somebody has logged out in this tab: the identity provider may still know them. */
  private hasLeft(): boolean {
    try {
      return this.parts.storage().getItem(LEFT) !== null;
    } catch {
      return false;
    }
  }

  /** Does not load the library for a tab in which nobody has logged in. */
  private async person(): Promise<Person | undefined> {
    if (!this.client && !this.isKept()) return undefined;
    if (this.hasLeft()) return this.forgetLate();
    return (await this.open()).person();
  }

  /** A renewal that ended after the logout has stored the login again. */
  private forgetLate(): undefined {
    // A logout still needs the login, and a new one is being stored.
    if (!this.leaving && !this.answering) forgetLogin(this.parts.storage);
  }

  private isKept(): boolean {
    const { settings, storage } = this.parts;
    try {
      return storage().getItem(keptAs(settings)) !== null;
    } catch {
      return false; // Storage is forbidden: nobody can have logged in.
    }
  }

  /** Once for all who ask: an identity provider may take a refresh token that is used twice for stolen. */
  private renew(): Promise<Person> {
    this.renewing ??= this.renewOnce().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async renewOnce(): Promise<Person> {
    const person = await (await this.open()).renew();
    if (!this.hasLeft()) return person;
    this.forgetLate();
    throw new LoginError('login_needed');
  }

  private open(): Promise<LoginClient> {
    this.client ??= this.load().catch((error: unknown) => {
      this.client = undefined;
      throw error;
    });
    return this.client;
  }

  private async load(): Promise<LoginClient> {
    const { settings, storage, clock, address, loadClient } = this.parts;
    let kept: Storage;
    try {
      kept = storage();
    } catch (error) {
      throw new LoginError('login_unkept', { cause: error });
    }
    const client = await within(clock, LOADED_WITHIN_MS, loadClient()).catch((error: unknown) => {
      // A browser may remember what it could not load: then only the page, loaded anew, asks again.
      throw new LoginError(error instanceof LateError ? 'login_out' : 'login_unloaded', { cause: error });
    });
    return client(settings, address.origin + address.pathname, kept);
  }
}

const LEFT = 'viva-login-left';

/** Where the library keeps who is logged in. */
export const KEPT = 'viva-login.';

/**
 * Forgets in this tab who is logged in, without the identity provider, and answers whether somebody was. The next login
 * in this tab asks for name and password.
 */
export function forgetLogin(storage: () => Storage = () => sessionStorage): boolean {
  try {
    const place = storage();
    const names = Object.keys(place).filter((name) => name.startsWith(KEPT));
    if (names.length > 0) place.setItem(LEFT, 'yes');
    for (const name of names) place.removeItem(name);
    return names.length > 0;
  } catch {
    return false; // Storage is forbidden: nobody can have logged in.
  }
}

function keptAs({ issuer, clientId }: LoginSettings): string {
  return `${KEPT}user:${issuer}:${clientId}`;
}

function isAnswer(search: string): boolean {
  const query = new URLSearchParams(search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

function isScreen(hash: string): boolean {
  return hash.startsWith('#/');
}
