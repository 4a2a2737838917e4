import { FakeClock, settle } from '@viva/client/testing';
import { describe, expect, it } from 'vitest';
import { TabIdentity } from './identity';
import type { LoginClient, Person } from './loginClient';
import { LoginError, type LoginTrouble } from './loginError';

const SETTINGS = { issuer: 'https://id.example', clientId: 'page', scope: 'openid' };
const USER = 'viva-login.user:https://id.example:page';

/** An identity provider's library in memory. */
class FakeClient implements LoginClient {
  person_: Person | undefined;
  begun: string[] = [];
  finished: string[] = [];
  renewals = 0;
  returnTo = '';
  failure: LoginTrouble | undefined;
  left = 0;
  /** When the identity provider renews the login. */
  renewed: Promise<void> = Promise.resolve();
  /** Called when the library stores a login. */
  onStored = () => {};
  /** When the identity provider takes the code. */
  answered: Promise<void> = Promise.resolve();

  async begin(returnTo: string, another: boolean) {
    this.mayFail();
    this.begun.push(another ? `${returnTo} as another` : returnTo);
  }
  async finish(address: string) {
    this.finished.push(address);
    await this.answered;
    this.mayFail();
    this.person_ = { token: 'first', subject: 'kim', name: 'Kim', secondsLeft: 3600 };
    return this.returnTo;
  }
  async person() {
    return this.person_;
  }
  async renew() {
    this.renewals += 1;
    await this.renewed;
    this.mayFail();
    this.onStored();
    this.person_ = { ...left(3600), token: `renewed ${this.renewals}` };
    return this.person_;
  }
  async leave() {
    this.left += 1;
    this.person_ = undefined;
    return this.failure === undefined;
  }
  private mayFail() {
    if (this.failure) throw new LoginError(this.failure);
  }
}

function tab(search = '', hash = '') {
  const kept = new Map<string, string>();
  const client = new FakeClient();
  const addresses: string[] = [];
  const clock = new FakeClock();
  let loads = 0;
  let loaded: Promise<void> = Promise.resolve();
  const address = {
    origin: 'https://viva.example',
    pathname: '/faculty',
    search,
    hash,
    href: `https://viva.example/faculty${search}${hash}`,
  };
  const identity = new TabIdentity({
    settings: SETTINGS,
    storage: () =>
      ({
        ...Object.fromEntries(kept), // as in a browser, where they are its own properties
        getItem: (name: string) => kept.get(name) ?? null,
        setItem: (name: string, value: string) => void kept.set(name, value),
        removeItem: (name: string) => void kept.delete(name),
      }) as unknown as Storage,
    clock,
    address,
    replace: (next) => {
      addresses.push(next);
      address.search = '';
      address.hash = /#.*/.exec(next)?.[0] ?? '';
    },
    loadClient: async () => {
      loads += 1;
      await loaded;
      return () => client;
    },
  });
  const loading = (until: Promise<void>) => (loaded = until);
  const go = (to: string) => (address.hash = to);
  return { identity, client, addresses, kept, clock, loading, go, loads: () => loads };
}

const left = (secondsLeft: number): Person => ({ token: 'old', subject: 'kim', name: 'Kim', secondsLeft });

describe('the login of a tab', () => {
  it('loads no library for who has not logged in', async () => {
    const { identity, loads } = tab();
    expect(await identity.finishLogin()).toBe(false);
    expect(await identity.name()).toBeUndefined();
    await expect(identity.token()).rejects.toMatchObject({ code: 'login_needed' });
    expect(loads()).toBe(0);
  });

  it('returns to where the login began, and leaves no code in the address', async () => {
    const { identity, client, addresses } = tab('?code=c&state=s');
    client.returnTo = '#/session/ses_1';
    expect(await identity.finishLogin()).toBe(true);
    expect(client.finished).toEqual(['https://viva.example/faculty?code=c&state=s']);
    expect(addresses).toEqual(['/faculty', '/faculty#/session/ses_1']);
    expect(await identity.token()).toBe('first');
    expect(await identity.name()).toBe('Kim');
  });

  it('takes nobody back who went to another screen before the answer was taken', async () => {
    const { identity, client, addresses } = tab('?code=c&state=s', '#/wall');
    client.returnTo = '#/session/ses_1';
    await identity.finishLogin();
    expect(addresses).toEqual(['/faculty#/wall']);
  });

  it('takes nobody back who goes to another screen meanwhile', async () => {
    const { identity, client, addresses, go } = tab('?code=c&state=s');
    client.returnTo = '#/session/ses_1';
    let answer = () => undefined as void;
    client.answered = new Promise((resolve) => (answer = resolve));
    const asked = identity.finishLogin();
    await settle();
    go('#/wall');
    answer();
    expect(await asked).toBe(true);
    expect(addresses).toEqual(['/faculty']);
  });

  it('tells all who ask while the answer is taken that somebody is logged in', async () => {
    const { identity, client } = tab('?code=c&state=s');
    let answer = () => undefined as void;
    client.answered = new Promise((resolve) => (answer = resolve));
    const asked = [identity.finishLogin(), identity.finishLogin()];
    await settle();
    answer();
    expect(await Promise.all(asked)).toEqual([true, true]);
    expect(client.finished).toHaveLength(1);
    expect(await identity.finishLogin()).toBe(true);
  });

  it('tells a failed login to all who ask meanwhile, and later that nobody is logged in', async () => {
    const { identity, client } = tab('?error=access_denied&state=s');
    client.failure = 'login_refused';
    const asked = await Promise.allSettled([identity.finishLogin(), identity.finishLogin()]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await identity.finishLogin()).toBe(false);
  });

  it('goes to no address that is not a screen of its own', async () => {
    const { identity, client, addresses } = tab('?code=c&state=s');
    client.returnTo = '//evil.example';
    await identity.finishLogin();
    expect(addresses).toEqual(['/faculty']);
  });

  it('says why a login failed, and cleans the address all the same', async () => {
    const { identity, client, addresses } = tab('?error=access_denied&state=s');
    client.failure = 'login_refused';
    await expect(identity.finishLogin()).rejects.toThrow('cancelled or refused');
    expect(addresses).toEqual(['/faculty']);
  });

  it('knows after a reload who is logged in', async () => {
    const { identity, client, kept } = tab();
    kept.set(USER, 'kept by the library');
    client.person_ = left(3600);
    expect(await identity.finishLogin()).toBe(true);
    expect(await identity.token()).toBe('old');
    expect(await identity.subject()).toBe('kim');
    expect(client.renewals).toBe(0);
  });

  it('renews a token before it expires, once for all who ask', async () => {
    const { identity, client, kept } = tab();
    kept.set(USER, 'kept');
    client.person_ = left(59);
    expect(await Promise.all([identity.token(), identity.token()])).toEqual(['renewed 1', 'renewed 1']);
    expect(client.renewals).toBe(1);
  });

  it('goes on with a token that is still valid while the identity provider is out', async () => {
    const { identity, client, kept } = tab();
    kept.set(USER, 'kept');
    client.person_ = left(30);
    client.failure = 'login_out';
    expect(await identity.token()).toBe('old');
    client.person_ = left(-1);
    await expect(identity.token()).rejects.toThrow('cannot be reached');
    client.failure = undefined;
    expect(await identity.token()).toBe('renewed 3');
  });

  it('remembers the screen from which it leaves', async () => {
    const { identity, client } = tab('', '#/wall');
    await identity.login();
    await identity.login(true);
    expect(client.begun).toEqual(['#/wall', '#/wall as another']);
  });

  it('waits ten seconds for the library, and asks for it again at the next try', async () => {
    const { identity, client, kept, clock, loading } = tab();
    kept.set(USER, 'kept by the library');
    client.person_ = left(3600);
    loading(new Promise(() => undefined));
    let failed: unknown;
    identity.finishLogin().catch((error: unknown) => (failed = error));
    await settle();
    await clock.move(9_999);
    expect(failed).toBeUndefined();
    await clock.move(1);
    expect(failed).toMatchObject({ code: 'login_out' });
    loading(Promise.resolve());
    expect(await identity.finishLogin()).toBe(true);
  });

  it('says that only a reload helps when the library could not be loaded', async () => {
    const { identity, loading } = tab();
    loading(Promise.reject(new TypeError('Failed to fetch dynamically imported module')));
    await expect(identity.login()).rejects.toThrow('reload the page');
  });

  it('says that a browser keeps nothing', async () => {
    const identity = new TabIdentity({
      settings: SETTINGS,
      storage: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
      clock: new FakeClock(),
      address: { origin: '', pathname: '/', search: '', hash: '', href: '' },
      replace: () => undefined,
      loadClient: async () => () => new FakeClient(),
    });
    expect(await identity.finishLogin()).toBe(false);
    await expect(identity.login()).rejects.toMatchObject({ code: 'login_unkept' });
  });

  it('forgets who was logged in', async () => {
    const { identity, client, kept } = tab();
    kept.set(USER, 'kept');
    client.person_ = left(3600);
    expect(await identity.logout()).toBe(true);
    await expect(identity.token()).rejects.toMatchObject({ code: 'login_needed' });
  });

  describe('that is being renewed at the logout', () => {
    function renewing() {
      const all = tab();
      const { client, kept } = all;
      kept.set(USER, 'kept');
      client.person_ = left(30);
      client.onStored = () => void kept.set(USER, 'renewed');
      let answer = () => undefined as void;
      client.renewed = new Promise((resolve) => (answer = resolve));
      return { ...all, answer };
    }

    it('is waited for, and ends', async () => {
      const { identity, client, answer } = renewing();
      const token = identity.token().catch((error: unknown) => error);
      await settle();
      const out = identity.logout();
      await settle();
      expect(client.left).toBe(0);
      answer();
      expect(await out).toBe(true);
      expect(await token).toMatchObject({ code: 'login_needed' });
      expect(await identity.finishLogin()).toBe(false);
    });

    it('is forgotten when it comes too late', async () => {
      const { identity, client, kept, clock, answer } = renewing();
      const token = identity.token().catch((error: unknown) => error);
      await settle();
      const out = identity.logout();
      await settle();
      await clock.move(3_000);
      expect(await out).toBe(true);
      expect(client.left).toBe(1);
      answer();
      expect(await token).toMatchObject({ code: 'login_needed' });
      expect([...kept.keys()]).toEqual(['viva-login-left']);
    });

    it('is forgotten by the next page when this one was left before', async () => {
      const { identity, client, kept } = tab();
      kept.set('viva-login-left', 'yes');
      kept.set(USER, 'renewed');
      client.person_ = left(3600);
      expect(await identity.finishLogin()).toBe(false);
      expect([...kept.keys()]).toEqual(['viva-login-left']);
    });
  });

  it('asks for name and password once somebody has logged out in this tab', async () => {
    const { identity, client, addresses } = tab('?code=c&state=s', '#/');
    await identity.logout();
    await identity.login();
    expect(client.begun).toEqual(['#/ as another']);
    await identity.finishLogin();
    expect(addresses).toHaveLength(1);
    await identity.login();
    expect(client.begun).toEqual(['#/ as another', '#/']);
  });

  it('forgets who was logged in also where the library cannot be loaded', async () => {
    const { identity, kept, loading } = tab();
    kept.set(USER, 'kept');
    loading(Promise.reject(new TypeError('Failed to fetch')));
    expect(await identity.logout()).toBe(false);
    expect([...kept.keys()]).toEqual(['viva-login-left']);
  });

  it('says that the identity provider could not be told', async () => {
    const { identity, client } = tab();
    client.failure = 'login_out';
    expect(await identity.logout()).toBe(false);
  });
});
