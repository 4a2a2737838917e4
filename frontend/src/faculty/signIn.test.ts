import { FakeClock, settle } from '@viva/client/testing';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trouble } from '../api/problems';
import { Draft } from '../device/draft';
import { FakeList, FakePlace, FakeTab, refusal } from '../testing/fakeFaculty';
import type { FacultyApi, Token } from './api';
import type { Identity } from '../identity/identity';
import { SignIn } from './signIn';
import { SignInScreen } from './SignInScreen';
import { forgetDrafts, keepDraftsOf } from './tabStorage';

const KEY = 'the-faculty-key-of-this-test-0123456789';
const UNAUTHENTICATED = trouble('unauthenticated', { status: 401 });

class FakeIdentity implements Identity {
  person = 'ada';
  asOthers = 0;
  loggedIn = false;
  logins = 0;
  logouts = 0;
  reachable = true;
  answering = Promise.resolve();
  async login(another?: boolean) {
    this.logins += 1;
    if (another) this.asOthers += 1;
  }
  async name() {
    return undefined;
  }
  async subject() {
    return this.loggedIn ? this.person : undefined;
  }
  exchanging = Promise.resolve();
  async finishLogin() {
    await this.exchanging;
    return this.loggedIn;
  }
  async token() {
    return 'token';
  }
  async logout() {
    this.logouts += 1;
    await this.answering;
    return this.reachable;
  }
}

describe('signing in as faculty', () => {
  let place: FakePlace;
  let list: FakeList;
  let tokens: (string | Promise<string>)[];
  let clock: FakeClock;
  let find: (identity: Identity | undefined) => Promise<Identity | undefined>;

  beforeEach(() => {
    place = new FakePlace();
    list = new FakeList();
    tokens = [];
    clock = new FakeClock();
    find = async (identity) => identity;
    vi.stubGlobal('sessionStorage', new FakeTab());
  });
  afterEach(() => vi.unstubAllGlobals());

  const open = (identity?: Identity) =>
    new SignIn({
      place,
      findIdentity: () => find(identity),
      clock,
      random: () => 0,
      openApi: (token: Token) => {
        tokens.push(token());
        return list as unknown as FacultyApi;
      },
      keepDraftsOf,
    });
  const kind = (signIn: SignIn) => signIn.store.get().state.kind;

  it('keeps a key that opens something, for this tab', async () => {
    const signIn = open();
    await signIn.start();
    expect(kind(signIn)).toBe('out');
    await signIn.withKey(` ${KEY} `);
    expect(kind(signIn)).toBe('in');
    const reloaded = open();
    await reloaded.start();
    expect(kind(reloaded)).toBe('in');
    expect(tokens).toEqual([KEY, KEY]);
  });

  it('keeps no key that is refused, also one that worked before', async () => {
    const signIn = open();
    await signIn.withKey(KEY);
    signIn.refused(UNAUTHENTICATED);
    expect(place.kept.size).toBe(0);
    list.faults.push(refusal(401));
    await signIn.withKey(KEY);
    expect(place.kept.size).toBe(0);
    expect(signIn.store.get().state).toMatchObject({ kind: 'out', trouble: { status: 401 } });
  });

  it('says that the service is out, and does not blame the key', async () => {
    await open().withKey(KEY);
    list.faults.push(refusal(503));
    const signIn = open();
    await signIn.start();
    expect(signIn.store.get().state).toMatchObject({ kind: 'out', trouble: { code: 'unavailable' } });
    expect(place.kept.size).toBe(1);
  });

  it('sends no key that no header could carry', async () => {
    const signIn = open();
    await signIn.withKey('ключ');
    expect(signIn.store.get().state).toMatchObject({ kind: 'out', trouble: { status: 401 } });
    expect(list.asked).toEqual([]);
  });

  it('works for the visit where storage is forbidden', async () => {
    place.forbidden = true;
    const signIn = open();
    await signIn.start();
    await signIn.withKey(KEY);
    expect(kind(signIn)).toBe('in');
    await signIn.signOut();
    expect(kind(signIn)).toBe('out');
  });

  it('comes back from the identity provider with its token', async () => {
    const identity = new FakeIdentity();
    const before = open(identity);
    await before.start();
    await before.withIdentity();
    expect(identity.logins).toBe(1);
    identity.loggedIn = true;
    const after = open(identity);
    await after.start();
    expect(after.store.get().state).toMatchObject({ kind: 'in', by: 'identity' });
    expect(await tokens.at(-1)).toBe('token');
    await after.signOut();
    expect(identity.logouts).toBe(1);
    expect(after.store.get().state).toEqual({ kind: 'out', ended: true });
  });

  it('says that the identity provider may still know who has signed out', async () => {
    const identity = new FakeIdentity();
    identity.loggedIn = true;
    identity.reachable = false;
    const signIn = open(identity);
    await signIn.start();
    await signIn.signOut();
    expect(signIn.store.get().state).toMatchObject({ kind: 'out', trouble: { code: 'login_kept' } });
  });

  it('takes no key before the identity provider has answered that somebody signs out', async () => {
    const identity = new FakeIdentity();
    identity.loggedIn = true;
    identity.reachable = false;
    let answer = () => {};
    identity.answering = new Promise((resolve) => (answer = resolve));
    const signIn = open(identity);
    await signIn.start();
    const out = signIn.signOut();
    await settle();
    expect(kind(signIn)).toBe('checking');
    answer();
    await out;
    await signIn.withKey(KEY);
    await settle();
    expect(kind(signIn)).toBe('in');
  });

  it.each([
    ['comes in', undefined],
    ['is refused', refusal(403)],
  ])(
    'lets nobody in by a login that was under way when they signed out and %s after that',
    async (_, fault) => {
      const identity = new FakeIdentity();
      const signIn = open(identity);
      await signIn.start();
      identity.loggedIn = true;
      let answer = () => {};
      list.wait = new Promise((resolve) => (answer = resolve));
      if (fault) list.faults.push(fault);
      const byLogin = signIn.lookAgain();
      await settle();
      list.wait = undefined;
      await signIn.withKey(KEY);
      await signIn.signOut();
      answer();
      await byLogin;
      expect(signIn.store.get().state).toEqual({ kind: 'out', ended: true, trouble: undefined });
      expect(place.kept.size).toBe(0);
    },
  );

  it('removes a login whose code was still exchanged when they signed out', async () => {
    const identity = new FakeIdentity();
    const signIn = open(identity);
    await signIn.start();
    let exchanged = () => {};
    identity.exchanging = new Promise((resolve) => (exchanged = resolve));
    const byLogin = signIn.lookAgain();
    await settle();
    await signIn.withKey(KEY);
    await signIn.signOut();
    sessionStorage.setItem('viva-login.user:https://login.example:viva', 'tokens');
    identity.loggedIn = true;
    exchanged();
    await byLogin;
    expect(kind(signIn)).toBe('out');
    expect(Object.keys(sessionStorage).filter((name) => name.startsWith('viva-login.'))).toEqual([]);
  });

  it('removes from the tab a login of a provider that it does not know, and says that it goes on there', async () => {
    find = async () => {
      throw refusal(503);
    };
    const signIn = open(new FakeIdentity());
    await signIn.start();
    await signIn.withKey(KEY);
    sessionStorage.setItem('viva-login.user:https://login.example:viva', 'tokens');
    await signIn.signOut();
    expect(signIn.store.get().state).toMatchObject({ kind: 'out', trouble: { code: 'login_kept' } });
    expect(Object.keys(sessionStorage).filter((name) => name.startsWith('viva-login.'))).toEqual([]);
    expect(sessionStorage.getItem('viva-login-left')).toBe('yes');
  });

  it('ends an institution’s login that is in the tab when somebody who came with a key signs out', async () => {
    const identity = new FakeIdentity();
    const signIn = open(identity);
    await signIn.withKey(KEY);
    await signIn.start();
    await signIn.signOut();
    expect(identity.logouts).toBe(0);
    identity.loggedIn = true;
    await signIn.withKey(KEY);
    await signIn.signOut();
    expect(identity.logouts).toBe(1);
  });

  it('says that someone who is no faculty may not come in', async () => {
    const identity = new FakeIdentity();
    identity.loggedIn = true;
    list.faults.push(refusal(403));
    const signIn = open(identity);
    await signIn.start();
    expect(signIn.store.get().state).toMatchObject({ kind: 'out', trouble: { status: 403 } });
    expect(JSON.stringify(signIn.store.get().state)).toContain('but not as faculty');
    expect(signIn.comesBack).toBe(false);
    await signIn.withIdentity();
    expect(identity.asOthers).toBe(1);
    expect(signIn.comesBack).toBe(true);
    await signIn.start();
    expect(signIn.comesBack).toBe(false);
  });

  it('tells someone whose login is refused to log in, and does not speak of a key', async () => {
    const identity = new FakeIdentity();
    identity.loggedIn = true;
    const signIn = open(identity);
    await signIn.start();
    signIn.refused(UNAUTHENTICATED);
    signIn.refused(UNAUTHENTICATED); // two requests were under way
    expect(JSON.stringify(signIn.store.get().state)).toContain('no longer accepts this login');
    list.faults.push(refusal(401));
    const again = open(identity);
    await again.start();
    expect(JSON.stringify(again.store.get().state)).toContain('no longer accepts this login');
  });

  it('keeps what was typed for who comes back after the login ran out, and shows it to nobody else', async () => {
    const identity = new FakeIdentity();
    identity.loggedIn = true;
    const signIn = open(identity);
    await signIn.start();
    const draft = new Draft('note-faculty-ses_1-whole');
    draft.keep('Begins well.');
    signIn.refused(trouble('login_expired', { words: 'Your login has run out.' }));
    expect(signIn.store.get().state).toMatchObject({
      kind: 'out',
      trouble: { words: 'Your login has run out.' },
    });
    await open(identity).start();
    expect(draft.read()).toBe('Begins well.');
    identity.person = 'bo';
    await open(identity).start();
    expect(draft.read()).toBe('');
  });

  it('keeps what was typed when the key has changed, and not for who logs in', async () => {
    const signIn = open();
    await signIn.withKey(KEY);
    const draft = new Draft('note-faculty-ses_1-whole');
    draft.keep('Begins well.');
    signIn.refused(UNAUTHENTICATED);
    await signIn.withKey(`${KEY}-changed`);
    expect(draft.read()).toBe('Begins well.');
    signIn.refused(UNAUTHENTICATED);
    const identity = new FakeIdentity();
    identity.loggedIn = true;
    await open(identity).start();
    expect(draft.read()).toBe('');
  });

  describe('while the service does not say whether the institution’s login is used', () => {
    let out: boolean;
    let looks: number;
    let identity: FakeIdentity;
    let signIn: SignIn;
    const institution = () => signIn.store.get().institution;

    beforeEach(() => {
      out = true;
      looks = 0;
      identity = new FakeIdentity();
      find = async (one) => {
        looks += 1;
        if (out) throw refusal(503);
        return one;
      };
      signIn = open(identity);
    });

    it('says so, and continues with the login as soon as the service answers', async () => {
      identity.loggedIn = true;
      await signIn.start();
      expect(kind(signIn)).toBe('out');
      expect(institution()).toMatchObject({ kind: 'unknown', trouble: { code: 'unavailable' } });
      await clock.move(2_000);
      expect(kind(signIn)).toBe('out');
      out = false;
      await clock.move(60_000);
      await settle();
      expect(institution().kind).toBe('there');
      expect(signIn.store.get().state).toMatchObject({ kind: 'in', by: 'identity' });
    });

    it('has a sentence and a way to try again in place of the button', async () => {
      vi.stubGlobal('document', { documentElement: { dataset: {} } });
      const screen = () => {
        const { state } = signIn.store.get();
        if (state.kind === 'in') throw new Error('signed in already');
        return renderToStaticMarkup(createElement(SignInScreen, { signIn, state }));
      };
      expect(screen()).not.toContain('Faculty key');
      await signIn.start();
      expect(screen()).toContain('Whether you can sign in with your institution could not be read.');
      expect(screen()).toContain('Try again');
      out = false;
      await signIn.lookAgain();
      expect(screen()).toContain('Sign in with your institution');
      expect(screen()).not.toContain('Try again');
    });

    it('keeps to the pause that the service asks for, and asks no more once it knows', async () => {
      find = async (one) => {
        looks += 1;
        if (out) throw refusal(429, { 'Retry-After': '30' });
        return one;
      };
      await signIn.start();
      await clock.move(29_000);
      expect(looks).toBe(1);
      out = false;
      await clock.move(1_000);
      expect([looks, institution().kind]).toEqual([2, 'there']);
      await clock.move(120_000);
      expect(looks).toBe(2);
    });

    it('tries again at a press', async () => {
      identity.loggedIn = true;
      await signIn.start();
      out = false;
      await signIn.lookAgain();
      expect(kind(signIn)).toBe('in');
      await clock.move(120_000);
      expect(looks).toBe(2);
    });

    it('lets the key in, and lets nobody in who has signed out', async () => {
      identity.loggedIn = true;
      await signIn.start();
      await signIn.withKey(KEY);
      expect(kind(signIn)).toBe('in');
      await signIn.signOut();
      out = false;
      await clock.move(60_000);
      await settle();
      expect(kind(signIn)).toBe('out');
      expect(institution().kind).toBe('there');
    });
  });

  it('leaves nothing in the tab that was signed out', async () => {
    await open().withKey(KEY);
    new Draft('note-faculty-ses_1-whole').keep('Begins well.');
    forgetDrafts();
    expect(Object.keys(sessionStorage)).toEqual([]);
  });
});
