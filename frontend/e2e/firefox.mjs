import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './service.mjs';
import { until } from './until.mjs';

const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export const hasFirefox = existsSync(FIREFOX);

/**
 * Firefox as Debian has it, driven by its own protocol (Marionette): Playwright needs a Firefox of its own. Microphones
 * are simulated and allowed.
 */
export async function startFirefox() {
  const profile = mkdtempSync(join(tmpdir(), 'viva-firefox-'));
  const port = Number(await freePort());
  const preferences = {
    'marionette.port': port,
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    'media.autoplay.default': 0,
    // The simulator answers with the machine's addresses, which a name of mDNS would hide from it.
    'media.peerconnection.ice.obfuscate_host_addresses': false,
    'intl.accept_languages': 'en-GB',
    'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'app.update.disabledForTesting': true,
  };
  const lines = Object.entries(preferences).map(([k, v]) => `user_pref(${JSON.stringify(k)}, ${JSON.stringify(v)});`); // prettier-ignore
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const browser = spawn(FIREFOX, ['--headless', '--marionette', '--no-remote', '--profile', profile], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile },
  });
  const gone = new Promise((resolve) => browser.once('exit', resolve));
  const stop = async () => {
    browser.kill('SIGKILL');
    await gone;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const wire = await until('Firefox listens', 60_000, () => Marionette.open(port));
    await wire.send('WebDriver:NewSession', {});
    await wire.send('WebDriver:SetTimeouts', { script: 30_000, pageLoad: 60_000 });
    return { page: new FirefoxPage(wire), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What these tests do on a page. */
class FirefoxPage {
  constructor(wire) {
    this.wire = wire;
  }

  goto(url) {
    return this.wire.send('WebDriver:Navigate', { url });
  }

  /** Runs the body of a function in the page and answers what it returns. */
  async run(script, ...args) {
    return (await this.wire.send('WebDriver:ExecuteScript', { script, args })).value;
  }

  /** Runs an expression that answers a promise. */
  async wait(expression) {
    const script = `const done = arguments[0]; Promise.resolve(${expression}).then(done, (e) => done(String(e)));`;
    return (await this.wire.send('WebDriver:ExecuteAsyncScript', { script, args: [] })).value;
  }

  click(selector, words) {
    return until(`${words ?? selector} is clicked`, 30_000, async () => {
      const script = `return [...document.querySelectorAll(arguments[0])].find((e) => !e.disabled && (!arguments[1] || e.textContent.trim() === arguments[1]))`;
      const found = await this.run(script, selector, words ?? '');
      if (!found) return false;
      await this.wire.send('WebDriver:ElementClick', { id: found[ELEMENT] });
      return true;
    });
  }

  async type(selector, text) {
    const found = await this.run('return document.querySelector(arguments[0])', selector);
    await this.wire.send('WebDriver:ElementSendKeys', { id: found[ELEMENT], text });
  }
}

/** One message at a time: `length:[type, id, command, parameters]`. */
class Marionette {
  static open(port) {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      const wire = new Marionette(socket);
      wire.greeting.then(() => resolve(wire));
    });
  }

  constructor(socket) {
    this.socket = socket;
    this.waiting = new Map();
    this.ids = 0;
    this.read = Buffer.alloc(0);
    this.greeting = new Promise((resolve) => (this.greeted = resolve));
    socket.on('data', (chunk) => {
      this.read = Buffer.concat([this.read, chunk]);
      this.take();
    });
    socket.on('close', () => this.waiting.forEach(({ reject }) => reject(new Error('Firefox is gone.'))));
  }

  take() {
    for (;;) {
      const colon = this.read.indexOf(':');
      const length = Number(this.read.subarray(0, Math.max(colon, 0)));
      if (colon < 1 || this.read.length < colon + 1 + length) return;
      this.receive(JSON.parse(this.read.subarray(colon + 1, colon + 1 + length)));
      this.read = this.read.subarray(colon + 1 + length);
    }
  }

  receive(message) {
    if (!Array.isArray(message)) return this.greeted();
    const [, id, error, result] = message;
    const { resolve, reject } = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) reject(new Error(`${error.error}: ${error.message}`));
    else resolve(result);
  }

  send(command, parameters) {
    const id = ++this.ids;
    const message = JSON.stringify([0, id, command, parameters]);
    this.socket.write(`${Buffer.byteLength(message)}:${message}`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }
}
