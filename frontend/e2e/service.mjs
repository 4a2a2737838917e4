import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

const jar = fileURLToPath(new URL('../../target/viva.jar', import.meta.url));

/**
 * The service under test: the one at VIVA_URL, or the jar, started on free ports with an empty data directory.
 * `log` is what it has written so far.
 */
export async function startService(environment = {}) {
  const given = process.env.VIVA_URL;
  if (given) return { url: given.replace(/\/$/, ''), log: () => '', stop: async () => undefined };
  if (!existsSync(jar)) throw new Error('target/viva.jar is not there: build it first, or set VIVA_URL.');
  const [port, adminPort] = [await freePort(), await freePort()];
  const data = mkdtempSync(join(tmpdir(), 'viva-e2e-'));
  const flags = ['--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow'];
  const child = spawn(java(), [...flags, '-jar', jar, 'server'], {
    cwd: data,
    env: { ...process.env, VIVA_PORT: port, VIVA_ADMIN_PORT: adminPort, VIVA_DATA_DIR: data, ...environment },
  });
  let log = '';
  child.stdout.on('data', (chunk) => (log += chunk));
  child.stderr.on('data', (chunk) => (log += chunk));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    if (child.exitCode === null) child.kill();
    await gone;
    rmSync(data, { recursive: true, force: true });
  };
  const url = `http://localhost:${port}`;
  try {
    await until('the service is ready', 60_000, async () => {
      if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}:\n${log}`);
      return (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok;
    });
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${log.slice(-4000)}`);
  }
  return { url, log: () => log, stop };
}

/** A Java 25: JAVA_HOME's, else one that the system has, else whatever `java` is. */
function java() {
  const home = process.env.JAVA_HOME;
  if (home && existsSync(join(home, 'release')) && /jdk-?25|25/.test(home)) return join(home, 'bin', 'java');
  const installed = existsSync('/usr/lib/jvm') ? readdirSync('/usr/lib/jvm') : [];
  const fits = installed.find(
    (name) => /25/.test(name) && existsSync(join('/usr/lib/jvm', name, 'bin', 'java')),
  );
  return fits ? join('/usr/lib/jvm', fits, 'bin', 'java') : 'java';
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}
