/** What can go wrong with a login, each with what to do about it. */
const WORDS = {
  login_needed: 'Log in with your institution first.',
  login_refused:
    'The login was cancelled or refused. Log in again, or ask whoever runs this service whether you may use it.',
  login_stale: 'This login was begun in another tab or took too long. Log in again.',
  login_expired: 'Your login has run out. Log in again; an encounter that has begun goes on without it.',
  login_out:
    'Your institution’s login cannot be reached just now. Try again in a moment; an encounter that has begun goes on.',
  login_unloaded:
    'What a login needs could not be loaded. Check your connection, then reload the page and log in.',
  login_failed: 'The login did not work. Log in again; if it happens again, tell whoever runs this service.',
  login_kept:
    'You are logged out here, but your institution’s login could not be ended: it may still know you. On a shared computer, log out there too, or close the browser.',
  login_unkept: 'This browser lets the page keep nothing, so nobody can log in. Leave private browsing.',
} as const;

export type LoginTrouble = keyof typeof WORDS;

/** Whether nobody is logged in any more: only another login helps. */
export function isLoginOver({ code }: { readonly code: string }): boolean {
  return code === 'login_expired' || code === 'login_needed';
}

/** Whether it is the login that failed, and not the service. */
export function isLoginTrouble({ code }: { readonly code: string }): boolean {
  return code in WORDS && code !== 'login_out';
}

/** A failed login, in words for the user. */
export class LoginError extends Error {
  constructor(
    readonly code: LoginTrouble,
    options?: ErrorOptions,
  ) {
    super(WORDS[code], options);
  }
}
