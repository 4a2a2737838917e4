/** How the page logs in, as the service says. */
export interface LoginSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
}

export interface Person {
  readonly token: string;
  /** Who it is, where names may be the same. */
  readonly subject: string;
  readonly name: string | undefined;
  /** How long the token is still valid; negative: it has expired. */
  readonly secondsLeft: number;
}

/** What the page needs of a library for OpenID Connect. Everything that fails is a `LoginError`. */
export interface LoginClient {
  /** Leaves the page. */
  begin(returnTo: string, another: boolean): Promise<void>;
  /** Takes the answer in an address; answers where to return to. */
  finish(address: string): Promise<string>;
  person(): Promise<Person | undefined>;
  renew(): Promise<Person>;
  /** Whether the identity provider is told; forgets the login here in any case. Never throws. */
  leave(): Promise<boolean>;
}
