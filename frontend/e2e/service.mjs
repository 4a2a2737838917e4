import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

export const jar = fileURLToPath(new URL('../../target/viva.jar', import.meta.url));
/** What a service of the tests loaded once, for faster starts; `prepare.mjs` makes it. */
export const cache = fileURLToPath(new URL('../../target/e2e.aot', import.meta.url));
export const viva = fileURLToPath(new URL('../../viva', import.meta.url));
/** Each file of tests starts a service of its own, for a minute or two: no time that optimised code would win back. */
export const SHORT_LIVED = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** The JVM's options: a start without the cache costs twice the work. */
function options() {
  const fits = existsSync(cache) && statSync(cache).mtimeMs > statSync(jar).mtimeMs;
  const cached = [`"-XX:AOTCache=${cache}"`, '-Xlog:aot=off', '-Xlog:cds=off'];
  return [...SHORT_LIVED, ...(fits ? cached : [])].join(' ');
}

/**
 * The service under test: the one at VIVA_URL, or the jar, started on free ports with an empty data directory.
 * `log` is what it has written so far; `kill` ends it as a power cut would, `startAgain` starts it on the same ports
 * and data.
 */
export async function startService(environment = {}) {
  const given = process.env.VIVA_URL;
  if (given) return { url: given.replace(/\/$/, ''), log: () => '', stop: async () => undefined };
  if (!existsSync(jar)) throw new Error('target/viva.jar is not there: build it first, or set VIVA_URL.');
  const service = new Service(environment.VIVA_PORT ?? (await freePort()), await freePort(), environment);
  await service.start();
  return {
    url: service.url,
    log: () => service.log,
    stop: () => service.stop(),
    kill: () => service.end('SIGKILL'),
    startAgain: () => service.start(),
  };
}

class Service {
  log = '';

  constructor(port, adminPort, environment) {
    this.url = `http://localhost:${port}`;
    this.data = mkdtempSync(join(tmpdir(), 'viva-e2e-'));
    const own = {
      VIVA_PORT: port,
      VIVA_ADMIN_PORT: adminPort,
      VIVA_DATA_DIR: this.data,
      // Whoever runs the tests may have a key of their own in the environment: it is not for tests to spend.
      VIVA_REALTIME_TYPE: 'simulator',
      OPENAI_API_KEY: '',
      JDK_JAVA_OPTIONS: options(),
      VIVA_AOT: 'off',
    };
    this.env = { ...process.env, ...own, ...environment };
  }

  async start() {
    // The script finds a Java 25, and then becomes it.
    const child = spawn(viva, ['server'], { cwd: this.data, env: this.env });
    this.child = child;
    child.stdout.on('data', (chunk) => (this.log += chunk));
    child.stderr.on('data', (chunk) => (this.log += chunk));
    this.gone = new Promise((resolve) => child.once('exit', resolve));
    try {
      const ready = async () => (await fetch(`${this.url}/health/ready`).catch(() => undefined))?.ok;
      await until('the service is ready', 180_000, async () => over(child) || ready());
      if (over(child)) throw new Error(`The service ended with ${child.exitCode}.`);
    } catch (error) {
      await this.stop();
      throw new Error(`${error.message}\n${this.log.slice(-4000)}`, { cause: error });
    }
  }

  async end(signal) {
    if (!over(this.child)) this.child.kill(signal);
    await this.gone;
  }

  async stop() {
    await this.end('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }
}

function over(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Below the ports that the system gives to connections, so that none of them takes it before the service does. */
const FIRST_PORT = 30_000;
const PORTS = 2_700;
let tried = Math.floor(Math.random() * PORTS);

export async function freePort() {
  for (;;) {
    const port = FIRST_PORT + (tried++ % PORTS);
    if ((await isFree(port)) && (await claim(port))) return String(port);
  }
}

function isFree(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/**
 * Two files of tests run at a time, and a service listens seconds after it got its port: until this process ends it
 * holds the UDP port of the same number, which nobody else here uses.
 */
function claim(port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      socket.unref();
      resolve(true);
    });
  });
}
